import { RequestFailure, request } from '../../kit/request.ts'

/**
 * Sign-in of staff, spoken to better-auth's routes directly: the few calls below are smaller than its client. Passwords
 * and codes are handed on and never kept.
 */
const auth = '/api/auth'
const post = <T>(path: string, json: object): Promise<T> => request<T>(`${auth}${path}`, { method: 'POST', json })

/** With TOTP set up there is no session until the code was right. */
export const signInWithPassword = async (email: string, password: string): Promise<'signed-in' | 'code-needed'> => {
  const answer = await post<{ twoFactorRedirect?: boolean }>('/sign-in/email', { email, password })
  return answer.twoFactorRedirect ? 'code-needed' : 'signed-in'
}

export const giveCode = (code: string) => post<unknown>('/two-factor/verify-totp', { code })
export const giveBackupCode = (code: string) => post<unknown>('/two-factor/verify-backup-code', { code })
export const signOut = () => post<unknown>('/sign-out', {})

/** Begins the set-up of an authenticator app; it counts once a code of it was given with `giveCode`. */
export const beginTotp = (password: string) =>
  post<{ totpURI: string; backupCodes: string[] }>('/two-factor/enable', { password })

export const makeBackupCodes = (password: string) =>
  post<{ backupCodes: string[] }>('/two-factor/generate-backup-codes', { password })

export type Passkey = { id: string; name?: string | null; createdAt?: string | null }
export const listPasskeys = () => request<Passkey[]>(`${auth}/passkey/list-user-passkeys`)
export const removePasskey = (passkeyId: string) => post<unknown>('/passkey/delete-passkey', { id: passkeyId })

/** The browser asks the person; rejects with the browser's error when it is refused or given up. */
export const addPasskey = async (name: string): Promise<void> => {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const asked = `${auth}/passkey/generate-register-options?name=${encodeURIComponent(name)}`
  const optionsJSON = await request<Parameters<typeof startRegistration>[0]['optionsJSON']>(asked)
  const { clientExtensionResults: _, ...response } = await startRegistration({ optionsJSON })
  await post('/passkey/verify-registration', { response, name })
}

/** A session that begins with a passkey has used two factors in one. */
export const signInWithPasskey = async (): Promise<void> => {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const optionsJSON = await request<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
    `${auth}/passkey/generate-authenticate-options`,
  )
  const { clientExtensionResults: _, ...response } = await startAuthentication({ optionsJSON })
  await post('/passkey/verify-authentication', { response })
}

/** Browsers bind a passkey to a host name on a secure page; to a bare address they do not. */
export const passkeysWork = (place: { hostname: string; isSecure: boolean; hasCredentials: boolean }): boolean =>
  place.isSecure && place.hasCredentials && !/^(\d+\.){3}\d+$|^\[/.test(place.hostname)

export const passkeysWorkHere = (): boolean =>
  passkeysWork({
    hostname: location.hostname,
    isSecure: window.isSecureContext,
    hasCredentials: typeof PublicKeyCredential !== 'undefined',
  })

export type SignInProblem =
  | 'wrong-password'
  | 'wrong-confirmation'
  | 'wrong-code'
  | 'begin-again'
  | 'locked'
  | 'too-many'
  | 'passkey-given-up'
  | 'passkey-known'
  | 'passkey-unknown'
  | 'session-too-old'
  | 'factor-needed'
  | 'offline'
  | 'broken'

const problems: Record<string, SignInProblem> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong-password',
  INVALID_EMAIL: 'wrong-password',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'wrong-password',
  INVALID_PASSWORD: 'wrong-confirmation',
  INVALID_CODE: 'wrong-code',
  INVALID_BACKUP_CODE: 'wrong-code',
  INVALID_TWO_FACTOR_COOKIE: 'begin-again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'begin-again',
  ACCOUNT_TEMPORARILY_LOCKED: 'locked',
  PASSKEY_NOT_FOUND: 'passkey-unknown',
  AUTHENTICATION_FAILED: 'passkey-unknown',
  SESSION_NOT_FRESH: 'session-too-old',
  SECOND_FACTOR_NEEDED: 'factor-needed',
}

/** What to tell the person; the words are under `desk:signIn.problem.<answer>`. */
export const signInProblem = (error: unknown): SignInProblem => {
  if (error instanceof RequestFailure) {
    if (error.status === 429) return 'too-many'
    return error.kind === 'offline' ? 'offline' : (problems[error.code] ?? 'broken')
  }
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'passkey-known'
  return name === 'NotAllowedError' || name === 'AbortError' ? 'passkey-given-up' : 'broken'
}
