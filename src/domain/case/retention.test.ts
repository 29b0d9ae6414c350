import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, reviewer, system } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import { cleanFindings } from '#test/world/findings.ts'
import type { CaseCommand } from './commands.ts'
import { mediaDue } from './retention.ts'

const program = programWith({ retention: { mediaHours: 72 } })
const gone = (recordingId: string): CaseCommand => ({
  type: 'record-media-deleted',
  recordings: [{ recordingId, chunks: 3, sha256: 'ab'.repeat(32), sizeBytes: 9, frames: {} }],
})
const setHold = { type: 'set-legal-hold', why: 'sealed' } as const
const liftHold = { type: 'lift-legal-hold', why: 'sealed' } as const

describe('[EV3] media are deleted as the program says', () => {
  test('hours after the end of the run, and a clock says when', () => {
    const story = aCase({ program }).completesRun()
    const endedAtMs = story.nowMs
    expect(story.clock('media-retention')).toBeUndefined()
    story.passes(minutes(3)).isFound(cleanFindings(program))
    expect(story.clock('media-retention')).toEqual({
      kind: 'media-retention',
      owner: 'us',
      dueAtMs: endedAtMs + hours(72),
      onDue: 'delete-media',
    })
  })

  test('where a program keeps them, nothing is due', () => {
    expect(aCase({}).fails().clock('media-retention')).toBeUndefined()
  })

  test('what a person has still to decide on, or to look at again, stays until they have', () => {
    const inReview = aCase({ program }).completesRun().isFound([]).passes(hours(80))
    expect(mediaDue(program, inReview.state)).toEqual([])
    expect(mediaDue(program, inReview.isReviewed('fail').state)).toHaveLength(1)
    const sampled = aCase({ program }).completesRun().isFound(cleanFindings(program), 0)
    expect(mediaDue(program, sampled.state)).toEqual([])
    sampled.does({ type: 'look-again', attemptId: 'attempt-1', outcome: 'pass', reasons: [], note: null }, reviewer)
    expect(mediaDue(program, sampled.state)).toHaveLength(1)
  })

  test('each run has its own time, and is told once', () => {
    const story = aCase({ program }).fails().passes(hours(1)).fails()
    const [first, second] = mediaDue(program, story.state)
    expect((second?.dueAtMs ?? 0) - (first?.dueAtMs ?? 0)).toBeGreaterThanOrEqual(hours(1))
    story.does(gone(first?.recordingId ?? ''), system)
    expect(story.does(gone(first?.recordingId ?? ''), system)).toEqual([])
    expect(mediaDue(program, story.state)).toEqual([second])
    expect(story.state.attempts[0]?.mediaDeletedAtMs).toBe(story.nowMs)
  })

  test('a case that was decided keeps its clock', () => {
    const story = aCase({ program }).succeeds()
    expect(story.state.status).toBe('restored')
    expect(story.clock('media-retention')).toBeDefined()
  })
})

describe('[EV3] a legal hold', () => {
  test('keeps everything until it is lifted by a person; what is overdue goes then', () => {
    const story = aCase({ program }).fails()
    story.does(setHold, reviewer)
    expect(story.state.legalHold).toEqual({ by: 'reviewer-1', sinceMs: story.nowMs })
    expect(story.passes(hours(100)).clock('media-retention')).toBeUndefined()
    expect(story.does(setHold, reviewer)).toEqual([])
    story.does(liftHold, reviewer)
    expect(story.does(liftHold, reviewer)).toEqual([])
    expect(story.clock('media-retention')?.dueAtMs).toBeLessThan(story.nowMs)
  })

  test('is nobody’s but staff’s, as deletion is nobody’s but the software’s', () => {
    const story = aCase({ program }).fails()
    expect(story.refused(setHold).code).toBe('not-allowed')
    expect(story.refused(gone('recording-of-attempt-1'), reviewer).code).toBe('not-allowed')
  })
})

test('[EV1] what was recorded beside a run is told with its digest when it is closed, by the software alone', () => {
  const story = aCase({ program }).completesRun()
  const closed = { recordingId: 'witness-1', chunkCount: 4, sha256: 'cd'.repeat(32) }
  const close: CaseCommand = { type: 'close-recording', ...closed }
  expect(story.does(close, system).map(({ data }) => data)).toEqual([{ type: 'recording-closed', ...closed }])
  expect(story.refused(close, reviewer).code).toBe('not-allowed')
})
