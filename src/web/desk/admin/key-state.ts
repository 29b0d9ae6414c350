import type { ApiKey } from '../calls/desk-queries.ts'

export type KeyState = 'active' | 'expired' | 'revoked'

export const keyState = ({ expiresAt, revokedAt }: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, nowMs: number): KeyState =>
  revokedAt !== null ? 'revoked' : expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active'
