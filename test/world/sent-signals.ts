import type { SignalData } from '#domain/risk/signal.ts'
import type { Answer, Person } from './server-world.ts'

export type TakenAnswer = {
  result: 'accepted' | 'duplicate' | 'refused'
  id: string | null
  late: boolean
  rules: 'asked' | 'none-published'
  decisions: { program: string; rulesVersion: number; outcome: string; score: number }[]
  code?: string
  errors?: { field: string; message: string }[]
}
export type BatchAnswer = { accepted: number; duplicate: number; refused: number; results: TakenAnswer[] }
export type SentSignal = { id: string; sellerId: string; at: string; data: SignalData }

/** A sign-in from an address, as a marketplace would send it. */
export const aLogin = (
  id: string,
  sellerId: string,
  atMs: number,
  changes: Record<string, unknown> = {},
): SentSignal => ({
  id,
  sellerId,
  at: new Date(atMs).toISOString(),
  data: {
    type: 'login',
    ip: '203.0.113.9',
    device: 'laptop',
    userAgent: null,
    place: { country: 'CN', latitudeDeg: 30.3, longitudeDeg: 120.2 },
    network: null,
    ...changes,
  } as SignalData,
})

export const aSignal = (id: string, sellerId: string, atMs: number, data: SignalData): SentSignal => ({
  id,
  sellerId,
  at: new Date(atMs).toISOString(),
  data,
})

export const sendSignal = (key: Person, signal: unknown): Promise<Answer<TakenAnswer>> =>
  key.call<TakenAnswer>('POST', '/v1/signals', signal)

export const sendSignals = (key: Person, signals: readonly unknown[]): Promise<Answer<BatchAnswer>> =>
  key.call<BatchAnswer>('POST', '/v1/signals', { signals })
