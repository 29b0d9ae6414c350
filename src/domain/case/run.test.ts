import { describe, expect, test } from 'vitest'
import { aCase, minutes, seconds, system } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import { cleanFindings } from '#test/world/findings.ts'

const at = (stepId: string, attemptId = 'attempt-1') => ({ attemptId, stepId, claimedMediaMs: 0 })
const complete = { type: 'complete-attempt' as const, attemptId: 'attempt-1', recordingSha256: 'ab', chunkCount: 3 }
const leave = { type: 'leave-page' as const, attemptId: 'attempt-1', recordingSha256: null, chunkCount: 0 }
const show = (stepId: string, index: number, servingSinceMs = 0) => ({
  type: 'show-challenge' as const,
  ...at(stepId),
  index,
  challenge: 'sealed',
  servingSinceMs,
})
const showAgain = (stepId: string, index: number, servingSinceMs = 0) => ({
  type: 'show-challenge-again' as const,
  ...at(stepId),
  claimedMediaMs: 9000,
  index,
  servingSinceMs,
})

describe('[CP1] five steps, in order', () => {
  test('the steps are those of the program', () => {
    expect(
      aCase()
        .starts()
        .state.attempts[0]?.steps.map((step) => step.kind),
    ).toEqual(['id-front', 'id-back', 'face', 'digits', 'pan'])
  })

  test('a later step waits for the earlier ones', () => {
    const story = aCase().starts()
    expect(story.refused({ type: 'start-step', ...at('id-back') }).code).toBe('step-out-of-order')
    story.doesStep('id-front')
    story.does({ type: 'start-step', ...at('id-back') })
    expect(story.refused({ type: 'start-step', ...at('face') }).code).toBe('step-out-of-order')
    expect(story.refused({ type: 'start-step', ...at('no-such-step') }).code).toBe('not-found')
  })

  test('a step that has not begun cannot end, nor one that has only just begun', () => {
    const story = aCase().starts()
    expect(story.refused({ type: 'end-step', ...at('id-front') }).code).toBe('step-out-of-order')
    story.does({ type: 'start-step', ...at('id-front') })
    story.passes(seconds(4.9))
    expect(story.refused({ type: 'end-step', ...at('id-front') }).details).toMatchObject({ why: 'too-early' })
    story.passes(seconds(0.1)).does({ type: 'end-step', ...at('id-front') })
  })

  test('the run is complete when every step has ended, not before', () => {
    const story = aCase().starts().doesStep('id-front')
    expect(story.refused(complete)).toEqual({ code: 'step-out-of-order', details: { step: 'id-back' } })
    for (const step of ['id-back', 'face', 'digits', 'pan']) story.doesStep(step)
    story.does(complete)
    expect(story.state.status).toBe('inspecting')
    expect(story.nextStep()).toBe('wait-for-findings')
  })

  test('a door that asks again for what was done is not told off', () => {
    const story = aCase().starts().doesStep('id-front')
    expect(story.does({ type: 'start-step', ...at('id-front') })).toEqual([])
    expect(story.does({ type: 'end-step', ...at('id-front') })).toEqual([])
    expect(story.does(story.startCommand('attempt-1'))).toEqual([])
    for (const step of ['id-back', 'face', 'digits', 'pan']) story.doesStep(step)
    story.does(complete)
    expect(story.does(complete)).toEqual([])
    story.isFound(cleanFindings(story.program))
    expect(story.state.status).toBe('restored')
    expect(story.does(complete)).toEqual([])
  })
})

describe('challenges are drawn once, one at a time, and in time', () => {
  const inDigits = () => {
    const story = aCase().starts()
    for (const step of ['id-front', 'id-back', 'face']) story.doesStep(step)
    story.does({ type: 'start-step', ...at('digits') })
    return story
  }

  test('none before its step has begun', () => {
    const story = aCase().starts()
    expect(story.refused(show('digits', 0)).code).toBe('step-out-of-order')
  })

  test('in order, each once, no more than the program has', () => {
    const story = inDigits()
    expect(story.refused(show('digits', 1)).code).toBe('challenge-used')
    for (const index of [0, 1, 2, 3]) {
      story.does(show('digits', index))
      expect(story.refused(show('digits', index)).code).toBe('challenge-used')
      story.passes(seconds(2.1))
    }
    expect(story.refused(show('digits', 4)).code).toBe('challenge-used')
  })

  test('not ahead of their time, so that nobody can have them read out by another', () => {
    const story = inDigits()
    story.does(show('digits', 0))
    story.passes(seconds(2))
    expect(story.refused(show('digits', 1)).details).toMatchObject({ why: 'too-early' })
    story.passes(seconds(0.1)).does(show('digits', 1))
  })

  test('a step cannot end while challenges are still to come', () => {
    const story = inDigits()
    story.does(show('digits', 0))
    story.passes(seconds(20))
    expect(story.refused({ type: 'end-step', ...at('digits') }).details).toMatchObject({ why: 'challenge' })
  })

  test('none once the step’s time is over', () => {
    const story = inDigits().passes(seconds(60) + 1)
    expect(story.refused(show('digits', 0)).code).toBe('challenge-expired')
  })

  test('[CP5] [AT6] time in which we were away is not the step’s: it begins anew when we are back', () => {
    const story = inDigits().passes(seconds(60) + 1)
    story.does(show('digits', 0, story.nowMs - seconds(1)))
    story.passes(seconds(59)).does(show('digits', 1, story.nowMs - seconds(60)))
    story.passes(seconds(5))
    expect(story.refused(show('digits', 2, story.nowMs - seconds(60) - 1)).code).toBe('challenge-expired')
  })

  test('[CP5] [AT6] the one shown last is repeated, and its time begins anew only where we were away', () => {
    const story = inDigits()
    story.does(show('digits', 0))
    story.passes(seconds(5))
    expect(story.does(showAgain('digits', 0))).toEqual([])
    expect(story.does(showAgain('digits', 0, story.nowMs)).map(({ data }) => data)).toEqual([
      expect.objectContaining({ type: 'challenge-shown-again', index: 0, claimedMediaMs: 9000 }),
    ])
    expect(story.refused(show('digits', 1)).details).toMatchObject({ why: 'too-early' })
    story.passes(seconds(2.1)).does(show('digits', 1))
    expect(story.refused(showAgain('digits', 0, story.nowMs)).code).toBe('challenge-used')
    expect(story.refused(showAgain('digits', 2, story.nowMs)).code).toBe('challenge-used')
  })

  test('a step without a challenge shows none', () => {
    const story = aCase().starts()
    story.does({ type: 'start-step', ...at('id-front') })
    expect(story.refused(show('id-front', 0)).code).toBe('challenge-used')
  })
})

describe('[CK10] leaving the page', () => {
  test('ends the run as one failure with that reason', () => {
    const story = aCase().starts().leavesPage()
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'failed', reasons: ['left-the-page'] })
    expect(story.state.status).toBe('awaiting-seller')
    expect(story.allowance().leftToday).toBe(3)
  })

  test('counts once, however often the browser says so', () => {
    const story = aCase().starts().leavesPage()
    expect(story.does(leave)).toEqual([])
    expect(story.eventsOf('attempt-failed')).toHaveLength(1)
  })

  test('[CP5] what was recorded until then stays as evidence and decides nothing more', () => {
    const story = aCase().starts().leavesPage()
    story.isFound(cleanFindings(story.program))
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'failed', findingsRecorded: true })
    expect(story.state.status).toBe('awaiting-seller')
  })

  test('a program may only take note of it', () => {
    const program = programWith({ capture: { onFocusLoss: 'record-only' } })
    const story = aCase({ program }).starts()
    expect(story.does(leave)).toEqual([])
    expect(story.state.status).toBe('in-run')
  })

  test('after the whole run is in, it is no failure', () => {
    const story = aCase().completesRun()
    expect(story.refused(leave).code).toBe('attempt-not-running')
    expect(story.state.status).toBe('inspecting')
  })
})

describe('[CP5] a run survives, or ends as nobody’s failure', () => {
  test('time without any word from the browser changes nothing by itself', () => {
    const story = aCase().starts().doesStep('id-front').passes(minutes(2))
    expect(story.state.status).toBe('in-run')
    story.doesStep('id-back')
  })

  test('one run at a time', () => {
    const story = aCase().starts()
    expect(story.refused(story.startCommand('attempt-9')).code).toBe('attempt-already-running')
    for (const step of story.program.capture.steps) story.doesStep(step.id)
    story.does(complete)
    expect(story.refused(story.startCommand('attempt-9')).code).toBe('in-review')
  })

  test('its longest time is the program’s; after that it can only be closed, and that uses no attempt', () => {
    const story = aCase().starts()
    expect(story.clock('run-expires')).toMatchObject({ dueAtMs: story.nowMs + minutes(10), onDue: 'void-attempt' })
    story.passes(minutes(10) + 1)
    expect(story.refused({ type: 'start-step', ...at('id-front') })).toEqual({
      code: 'attempt-not-running',
      details: { why: 'run-too-long' },
    })
    story.leavesPage()
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', end: { how: 'voided', why: 'run-too-long' } })
    expect(story.allowance().leftToday).toBe(4)
  })

  test('a clock that fires late does not undo what was decided in the meantime', () => {
    const story = aCase().completesRun()
    expect(story.does({ type: 'void-attempt', attemptId: 'attempt-1', why: 'run-too-long' }, system)).toEqual([])
    story.isFound(cleanFindings(story.program))
    expect(story.does({ type: 'void-attempt', attemptId: 'attempt-1', why: 'run-too-long' }, system)).toEqual([])
    expect(story.state.status).toBe('restored')
  })

  test('an attempt of another case is not found', () => {
    expect(
      aCase()
        .starts()
        .refused({ ...leave, attemptId: 'attempt-of-somebody' }).code,
    ).toBe('not-found')
  })
})
