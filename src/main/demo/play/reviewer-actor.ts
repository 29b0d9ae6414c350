import type { MeView, QueueView, ReviewView } from '#contracts/desk-api.ts'
import { totpCode } from '../installation/totp.ts'
import { type BrowserSession, openBrowserSession } from './browser-session.ts'
import type { Story } from './story.ts'
import { until } from './until.ts'

export type StaffSignIn = { email: string; password: string; totpSecret: string }

const who = 'reviewer'

/** Signs in as a person does: password, then the code that the authenticator shows. */
export const signInReviewer = async (
  baseUrl: string,
  { email, password, totpSecret }: StaffSignIn,
  story: Story,
): Promise<BrowserSession> => {
  const session = openBrowserSession(baseUrl)
  await session.post('/api/auth/sign-in/email', { email, password })
  await session.post('/api/auth/two-factor/verify-totp', { code: totpCode(totpSecret, Date.now()) })
  const me = await session.get<MeView>('/desk/api/me')
  story.tell(who, `signs in with password and code as ${me.name} (${me.role})`)
  return session
}

/**
 * Waits until one run stands in the queue, looks at clip and findings as the desk shows them, and decides: fails it for
 * the reasons of gates that failed, passes it when none did.
 */
export const reviewRun = async (
  session: BrowserSession,
  run: { caseId: string; attemptId: string },
  story: Story,
): Promise<'pass' | 'fail'> => {
  const item = await until(
    'the run in the queue',
    async () => {
      const { items } = await session.get<QueueView>('/desk/api/queue')
      return items.find((one) => one.caseId === run.caseId && one.attemptId === run.attemptId) ?? null
    },
    { withinMs: 60_000 },
  )
  const file = await session.get<ReviewView>(`/desk/api/cases/${run.caseId}/attempts/${run.attemptId}`)
  const clip = file.clip ? await session.range(file.clip.url, 65_535) : null
  if (clip) await clip.arrayBuffer()
  const gates = file.findings.filter((one) => one.grade === 'gate')
  const unsure = gates.filter((one) => one.outcome === 'unsure').map((one) => one.check)
  story.tell(who, `opens the run of ${item.sellerId} (${item.why}; due ${item.dueAt.slice(11, 16)} UTC)`)
  story.tell(
    who,
    `sees the clip (${((file.clip?.sizeBytes ?? 0) / 1e6).toFixed(1)} MB) and the fields: ${fieldsOf(file)}`,
  )
  story.tell(who, `gates without a verdict: ${unsure.length > 0 ? unsure.join(', ') : 'none'}`)
  const reasons = [
    ...new Set(gates.filter((one) => one.outcome === 'fail').flatMap((one) => (one.reason ? [one.reason] : []))),
  ]
  const outcome = reasons.length > 0 ? 'fail' : 'pass'
  await session.post(`/desk/api/cases/${run.caseId}/decision`, {
    attemptId: run.attemptId,
    outcome,
    reasons,
    note: 'Decided in a demonstration run.',
  })
  story.tell(who, outcome === 'pass' ? 'passes the run' : `fails the run: ${reasons.join(', ')}`)
  return outcome
}

const fieldsOf = (file: ReviewView): string =>
  file.fields
    .map((field) => `${field.field} ${field.differs === null ? '?' : field.differs ? 'differs' : 'matches'}`)
    .join(', ') || 'none read'
