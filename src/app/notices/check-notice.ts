import type { App } from '../app.ts'
import { programOf } from '../programs.ts'

export type CheckedNotice =
  | { answer: 'sent'; atMs: number; zone: string }
  | { answer: 'unknown' }
  /** Somebody else's address was given. */
  | { answer: 'foreign'; host: string }
  /** An address of ours that names no notice. */
  | { answer: 'own-address'; host: string }

/** Ids as `Ids.next` makes them: 80 bits of chance, so whoever knows one has been told it. */
const noticeId = /^ntc_[0-9a-z]{20,40}$/

/**
 * [NO5] [SC1] Says whether this installation sent a notice with this id, and when; nothing about whom. A whole link may
 * be given, since that is what people have before them: it counts only on our own host.
 */
export const checkNotice = async (app: App, asked: string): Promise<CheckedNotice> => {
  const given = asked.trim()
  const link = addressOf(given)
  const ownHost = new URL(app.settings.publicUrl).host
  if (link && link.host !== ownHost) return { answer: 'foreign', host: link.host }
  const id = link ? link.searchParams.get('id') : given
  if (link && id === null) return { answer: 'own-address', host: ownHost }
  if (id === null || !noticeId.test(id)) return { answer: 'unknown' }
  const row = await app.database.kysely
    .selectFrom('notice')
    .innerJoin('verification_case', 'verification_case.id', 'notice.case_id')
    .select(['notice.created_at', 'verification_case.program', 'verification_case.program_version'])
    .where('notice.id', '=', id)
    .executeTakeFirst()
  if (!row) return { answer: 'unknown' }
  const { zone } = await app.database.transaction((tx) => programOf(app, tx, row.program, row.program_version))
  return { answer: 'sent', atMs: row.created_at.getTime(), zone }
}

/** An address with or without its scheme; null for what is none. */
const addressOf = (given: string): URL | null => {
  const looksLikeOne = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) || /^[\w.-]+\.[a-z]{2,}(:\d+)?([/?#]|$)/i.test(given)
  if (!looksLikeOne) return null
  try {
    return new URL(given.includes('://') ? given : `https://${given}`)
  } catch {
    return null
  }
}
