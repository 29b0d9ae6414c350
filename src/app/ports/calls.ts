import type { IceServer } from '#contracts/held-call.ts'

/** What browsers need to reach each other in a call. */
export type Calls = {
  /**
   * The relays that a participant may use until then, with credentials of their own; none where the operator runs none. A
   * participant is `seller` or a staff id and is readable in the credentials.
   */
  iceServers(participantId: string, untilMs: number): IceServer[]
}
