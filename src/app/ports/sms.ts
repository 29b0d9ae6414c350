/** Outgoing text messages, with the same delivery states as mail. */

export type SmsMessage = {
  /** Stable per message: a repeated send of the same id is the same message. */
  id: string
  /** E.164. */
  to: string
  text: string
}

export type SmsDelivery =
  | { state: 'accepted'; transportId: string }
  | { state: 'bounced'; code: string }
  | { state: 'deferred'; code: string }

export type Sms = { send(message: SmsMessage): Promise<SmsDelivery> }

/** What only the folder can do: show what it holds, newest first. `at` is ISO 8601. */
export type SmsBox = { list(): Promise<(SmsMessage & { at: string })[]> }
