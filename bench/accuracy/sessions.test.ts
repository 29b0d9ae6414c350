import { expect, test } from 'vitest'
import { defaultLimits } from '#domain/inspection-settings.ts'
import { playedIn, type Session } from './session.ts'
import { failureSessions, failuresEach, genuineSessions, kinds } from './sessions.ts'

test('honest sellers: at least sixty sessions of ten faces, half of them in either language on every face', () => {
  expect(genuineSessions.length).toBeGreaterThanOrEqual(60)
  const faces = new Set(genuineSessions.map(({ session }) => session.face))
  expect(faces.size).toBeGreaterThanOrEqual(10)
  const english = genuineSessions.filter(({ session }) => session.language === 'en')
  expect(english.length).toBe(genuineSessions.length / 2)
  for (const face of faces)
    expect(
      new Set(genuineSessions.filter((one) => one.session.face === face).map((one) => one.session.language)).size,
    ).toBe(2)
})

test('failures: at least twelve kinds that fail a run, each on five faces', () => {
  expect(kinds.filter(({ isSignal }) => !isSignal).length).toBeGreaterThanOrEqual(12)
  expect(failuresEach).toBeGreaterThanOrEqual(5)
  for (const { name } of kinds)
    expect(new Set(failureSessions.filter(({ kind }) => kind === name).map(({ session }) => session.face)).size).toBe(
      failuresEach,
    )
})

/** The longest stretch of a session that consists of the same clips as an earlier one. */
const longestRepeatMs = (session: Session): number => {
  const pieces = playedIn(session).pieces.map(({ piece: { clip }, startMs, endMs, act }) => ({
    key: `${clip.name}/${clip.take} ${act.step?.kind === 'digits' ? session.digitsBy : ''}`,
    forMs: endMs - startMs,
  }))
  let longest = 0
  for (let from = 0; from < pieces.length; from++)
    for (let to = from + 1; to < pieces.length; to++) {
      let repeatMs = 0
      for (let i = 0; pieces[to + i] && pieces[from + i]!.key === pieces[to + i]!.key; i++)
        repeatMs += pieces[to + i]!.forMs
      longest = Math.max(longest, repeatMs)
    }
  return longest
}

test('no session shows the same pictures again for so long that it would rightly be taken for a replay', () => {
  const { minRepeatMs } = defaultLimits['continuity.loop']
  const repeating = [...genuineSessions, ...failureSessions].filter(
    ({ session }) => longestRepeatMs(session) > minRepeatMs,
  )
  expect(
    repeating.map(({ kind, no, session }) => `${kind} ${no} ${session.face}: ${longestRepeatMs(session)} ms`),
  ).toEqual([])
})
