import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, reviewer, seconds, seller, system } from '#test/world/a-case.ts'
import { type DeepPartial, programWithCalls } from '#test/world/a-program.ts'
import { cleanFindings, failedFinding } from '#test/world/findings.ts'
import type { Program } from '../program.ts'
import type { CaseCommand } from './commands.ts'
import type { InterruptionKind } from './events.ts'

const other = { kind: 'staff', id: 'reviewer-2' } as const
/** A call that is booked and due, its seller prepared and in the waiting room. */
const aWaitingCall = (changes: DeepPartial<Program> = {}) => {
  const story = aCase({ program: programWithCalls(changes) })
    .booksCall(hours(5))
    .passes(hours(5))
    .prepares()
  story.does({ type: 'enter-call', bookingId: 'booking-1', place: 'sealed' })
  return story
}
const ring = { type: 'ring-call', bookingId: 'booking-1' } as const
const aHeldCall = (changes: DeepPartial<Program> = {}) => aWaitingCall(changes).isCalled()
const attemptId = 'attempt-1'
const interrupt = (what: InterruptionKind) => ({ type: 'interrupt-call', attemptId, what }) as const
const resume = { type: 'resume-call', attemptId } as const
const lead = (stepId: string | null) => ({ type: 'lead-step', attemptId, stepId, claimedMediaMs: 1 }) as const
const end = { type: 'end-call', attemptId, why: 'done', withVerdict: true, lead: false } as const
const held = (story: ReturnType<typeof aCase>) => {
  const call = story.state.attempts.at(-1)?.call
  if (!call) throw new Error('no call was held')
  return call
}

describe('[LC1] from the waiting room to the answer', () => {
  test('the waiting room opens five minutes ahead, and is the next step then', () => {
    const story = aCase({ program: programWithCalls() })
      .booksCall(hours(5))
      .passes(hours(5) - minutes(5) - 1)
    const enter = { type: 'enter-call', bookingId: 'booking-1', place: null } as const
    story.prepares()
    expect(story.nextStep()).toBe('wait-for-call')
    expect(story.refused(enter).code).toBe('call-not-begun')
    story.passes(1)
    expect(story.nextStep()).toBe('enter-call')
    story.does(enter)
    expect(story.does(enter)).toEqual([])
  })

  test('a seller who is there early may be rung early, and has until half a minute after the appointed time', () => {
    const story = aCase({ program: programWithCalls() })
      .booksCall(hours(5))
      .passes(hours(5) - minutes(2))
      .prepares()
    expect(story.refused(ring, reviewer).code).toBe('call-not-begun')
    story.does({ type: 'enter-call', bookingId: 'booking-1', place: null })
    story.does(ring, reviewer)
    expect(story.clock('call-answer')?.dueAtMs).toBe(story.nowMs + minutes(2) + seconds(30))
  })

  test('an answer within 30 s begins the call; later it is forfeited and another time is to be booked', () => {
    const story = aWaitingCall()
    story.does(ring, reviewer)
    expect(story.clock('call-answer')).toMatchObject({ dueAtMs: story.nowMs + seconds(30), onDue: 'forfeit-call' })
    story.passes(seconds(30) + 1)
    expect(story.refused(story.answerCommand()).code).toBe('ring-over')
    story.does({ type: 'miss-call', bookingId: 'booking-1', side: 'seller' }, system)
    expect(story.nextStep()).toBe('book-call')
    expect(story.state.missedCalls).toMatchObject([{ side: 'seller' }])
  })

  test('only staff ring, and nobody answers who was not rung or is not ready', () => {
    const story = aWaitingCall()
    expect(story.refused(ring, seller).code).toBe('reviewer-not-allowed')
    expect(story.refused(story.answerCommand()).code).toBe('ring-over')
    story.does(ring, reviewer)
    story.does({ type: 'record-device-check', problems: ['camera-missing'], details: 'sealed' })
    expect(story.refused(story.answerCommand()).code).toBe('device-check-failed')
  })

  test('what was answered is no longer missed, moved or cancelled, and no run begins without a call', () => {
    const story = aHeldCall()
    expect(story.does({ type: 'miss-call', bookingId: 'booking-1', side: 'us' }, system)).toEqual([])
    expect(story.refused({ type: 'cancel-call', bookingId: 'booking-1', by: 'us' }, reviewer).code).toBe(
      'call-has-begun',
    )
    expect(aWaitingCall().refused(story.startCommand()).code).toBe('call-not-booked')
  })
})

describe('[LC2] the time of a call', () => {
  test('is twenty minutes, and never more than its appointment has left', () => {
    const onTime = aHeldCall()
    expect(held(onTime).endsAtMs).toBe(onTime.nowMs + minutes(20))
    const late = aWaitingCall().passes(minutes(25)).isCalled()
    expect(held(late).endsAtMs).toBe(late.nowMs + minutes(5))
    expect(late.clock('call-over')).toMatchObject({ dueAtMs: late.nowMs + minutes(5), onDue: 'end-call' })
  })

  test('when it is over, a person decides by what there is', () => {
    const story = aHeldCall().passes(minutes(20))
    story.does({ ...end, why: 'time-over' }, system)
    expect(story.state.status).toBe('in-review')
    expect(story.state.review?.why).toBe('call')
    expect(story.state.call).toBeNull()
  })
})

describe('[LC2] [AT6] interruptions', () => {
  test('what both sides tell of is one, until it is over', () => {
    const story = aHeldCall()
    story.does(interrupt('media-stalled'), reviewer)
    expect(story.does(interrupt('media-stalled'), seller)).toEqual([])
    story.does(resume, reviewer)
    expect(story.does(resume, seller)).toEqual([])
    expect(held(story).interruptions).toMatchObject([{ side: 'unknown', endedAtMs: story.nowMs }])
  })

  const third = (kinds: InterruptionKind[]) => {
    const story = aHeldCall()
    for (const what of kinds) {
      story.does(interrupt(what), what === 'reviewer-away' ? reviewer : seller)
      if (story.state.status === 'in-run') story.does(resume, reviewer)
    }
    return story
  }

  test('the third ends the call, and uses no attempt: whose side it was cannot be told', () => {
    const story = third(['media-stalled', 'page-hidden'])
    expect(story.state.status).toBe('in-run')
    story.does(interrupt('media-stalled'), reviewer)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'call-interrupted' })
    expect(story.nextStep()).toBe('book-call')
  })

  test('three of the seller’s own doing fail it', () => {
    const story = third(['page-hidden', 'screen-shared', 'left-the-page'])
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'failed', reasons: ['left-the-page'] })
  })

  test('a silence that turns out to be ours is ours from its beginning', () => {
    const story = aHeldCall()
    story.does(interrupt('media-stalled'), seller)
    const beganAtMs = story.nowMs
    story.passes(seconds(10)).does(interrupt('reviewer-away'), system)
    expect(held(story).interruptions).toEqual([{ what: 'reviewer-away', side: 'us', atMs: beganAtMs, endedAtMs: null }])
  })

  test('ours never count', () => {
    const story = third(['reviewer-away', 'reviewer-away', 'reviewer-away', 'media-stalled', 'media-stalled'])
    expect(story.state.status).toBe('in-run')
  })

  test('a program that bears any number ends no call by them, and one that records only is not told of pages', () => {
    const story = aHeldCall({
      call: { conduct: { interruptionsBorne: null } },
      capture: { onFocusLoss: 'record-only' },
    })
    expect(story.does(interrupt('page-hidden'), seller)).toEqual([])
    for (let count = 0; count < 9; count += 1) {
      story.does(interrupt('media-stalled'), seller)
      story.does(resume, seller)
    }
    expect(story.state.status).toBe('in-run')
  })

  test('nobody comes back: void, and where it was us the time is given back', () => {
    const story = aHeldCall()
    story.does(interrupt('reviewer-away'), seller)
    expect(story.clock('call-resume')?.dueAtMs).toBe(story.nowMs + seconds(60))
    story.passes(seconds(60))
    story.does({ ...end, why: 'nobody-came-back' }, system)
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'voided', voidReason: 'our-outage' })
    expect(story.eventsOf('deadline-moved').at(-1)?.why).toBe('our-outage')
  })
})

describe('[LC4] the reviewer leads', () => {
  test('one step is open at a time, and one that was left can be opened again', () => {
    const story = aHeldCall()
    story.does(lead('id-front'), reviewer)
    story.does(lead('pan'), reviewer)
    story.does(lead('id-front'), reviewer)
    const steps = story.state.attempts[0]?.steps.filter((step) => step.startedAtMs !== null && step.endedAtMs === null)
    expect(steps?.map((step) => step.id)).toEqual(['id-front'])
    expect(story.eventsOf('step-ended').map((event) => event.stepId)).toEqual(['id-front', 'pan'])
  })

  test('[LC3] a step that is opened again draws again', () => {
    const story = aHeldCall()
    const shows = (index: number): CaseCommand => {
      const place = { attemptId, stepId: 'face', index, claimedMediaMs: 0 }
      return { type: 'show-challenge', ...place, challenge: 'sealed', servingSinceMs: 0 }
    }
    story.does(lead('face'), reviewer)
    story.passes(3000).does(shows(0))
    expect(story.passes(60_000).refused(shows(0)).code).toBe('challenge-used')
    story.does(lead('pan'), reviewer)
    expect(story.refused(shows(0)).code).toBe('step-out-of-order')
    story.does(lead('face'), reviewer)
    expect(story.does(shows(0))).toHaveLength(1)
  })

  test('nobody else does: neither another reviewer nor the seller’s page', () => {
    const story = aHeldCall()
    expect(story.refused(lead('id-front'), other).code).toBe('leader-only')
    expect(story.refused({ type: 'start-step', attemptId, stepId: 'id-front', claimedMediaMs: 0 }).code).toBe(
      'leader-only',
    )
    expect(story.refused({ ...end, lead: false }, other).code).toBe('leader-only')
    expect(story.refused(end, seller).code).toBe('leader-only')
  })

  test('nothing is right without a picture of it, and nothing can be left out but papers', () => {
    const story = aHeldCall()
    const judge = { type: 'judge-step', attemptId, stepId: 'id-front', judgement: 'right', note: null } as const
    expect(story.refused(judge, reviewer).code).toBe('step-out-of-order')
    story.does(lead('id-front'), reviewer)
    expect(story.refused(judge, reviewer).code).toBe('snapshot-missing')
    expect(story.refused({ ...judge, judgement: 'not-needed' }, reviewer).code).toBe('checklist-open')
    story.snaps('id-front')
    story.does(judge, reviewer)
    expect(story.state.attempts[0]?.steps[0]?.judged).toBe('right')
  })

  test('[LC5] another takes the call over, and a supervisor listens in', () => {
    const story = aHeldCall()
    const supervisor = { kind: 'staff', id: 'supervisor-1' } as const
    story.does({ type: 'join-call', attemptId, as: 'supervisor' }, supervisor)
    expect(story.refused({ type: 'join-call', attemptId, as: 'supervisor' }, other).code).toBe('seat-taken')
    expect(story.refused({ type: 'hand-over-call', attemptId, to: 'reviewer-2', lead: false }, other).code).toBe(
      'leader-only',
    )
    story.does({ type: 'hand-over-call', attemptId, to: 'reviewer-2', lead: true }, supervisor)
    story.does(lead('id-front'), other)
    story.does({ type: 'leave-call', attemptId }, supervisor)
    expect(held(story)).toMatchObject({ leader: 'reviewer-2', guests: [] })
  })
})

describe('[DE2] the end of a call', () => {
  test('a pass needs every step judged right, be it in the call or after it', () => {
    const story = aHeldCall().leadsThrough(['id-front', 'id-back', 'face', 'digits', 'pan'])
    story.does(end, reviewer)
    const pass = { type: 'review' as const, attemptId, outcome: 'pass' as const, reasons: [], note: null }
    expect(story.refused(pass, reviewer)).toMatchObject({ code: 'checklist-open', details: { step: 'questions' } })
    const wrong = aHeldCall().leadsThrough()
    wrong.does({ type: 'judge-step', attemptId, stepId: 'pan', judgement: 'wrong', note: null }, reviewer)
    wrong.does(end, reviewer)
    expect(wrong.refused(pass, reviewer).details).toEqual({ step: 'pan' })
    wrong.does({ ...pass, outcome: 'fail', reasons: ['premises-not-shown'] }, reviewer)
    expect(wrong.state.attempts[0]?.outcome).toBe('failed')
  })

  test('it does not wait for the rest of the recording, which is kept when it comes', () => {
    const story = aHeldCall().leadsThrough()
    story.does(end, reviewer)
    story.isReviewed('pass')
    expect(['passed', 'restored']).toContain(story.state.status)
    const complete = { type: 'complete-attempt', attemptId, recordingSha256: 'ab'.repeat(32), chunkCount: 9 } as const
    expect(story.does(complete)).toHaveLength(1)
    expect(story.does(complete)).toEqual([])
    expect(story.state.attempts[0]).toMatchObject({ outcome: 'passed', call: { recordingEnded: true } })
  })

  test('[DE3] what is found later against a pass is looked at by somebody else, and takes nothing back', () => {
    const story = aHeldCall().leadsThrough()
    story.does(end, reviewer)
    story.isReviewed('pass')
    story.isFound(cleanFindings(story.program, [failedFinding('id-card.name', 'name-differs')]))
    expect(story.state.secondLook).toMatchObject({ attemptId, given: null })
    expect(story.state.attempts[0]?.outcome).toBe('passed')
  })

  test('with its verdict, where the program asks for that', () => {
    const without = { ...end, withVerdict: false }
    expect(aHeldCall().refused(without, reviewer).code).toBe('verdict-missing')
    const later = aHeldCall({ call: { conduct: { verdictAtEnd: false } } })
    later.does(without, reviewer)
    expect(later.state.status).toBe('in-review')
  })

  test('findings alone neither pass nor fail a call', () => {
    const story = aHeldCall().leadsThrough()
    story.does(end, reviewer)
    story.isFound(cleanFindings(story.program, [failedFinding('id-card.name', 'name-differs')]))
    expect(story.state.status).toBe('in-review')
  })

  test('[CP5] a page that is loaded anew goes on in another recording', () => {
    const story = aHeldCall()
    story.does({ type: 'restart-recording', attemptId, recordingId: 'rec-2' }, seller)
    expect(story.state.attempts[0]).toMatchObject({
      recordingId: 'rec-2',
      earlierRecordings: ['recording-of-attempt-1'],
    })
  })
})

describe('[AT7] what was right is kept', () => {
  const failedOnce = (keepWhatWasRight: boolean) => {
    const story = aHeldCall({ attempts: { keepWhatWasRight } }).leadsThrough(['id-front', 'face', 'digits'])
    story.does(end, reviewer)
    story.isReviewed('fail', ['document-missing'])
    story.booksCall(hours(5), { bookingId: 'booking-2' }).passes(hours(5)).prepares().isCalled('booking-2')
    return story.state.attempts[1]?.steps.map((step) => step.id)
  }

  test('and only the rest is asked again, and the person', () => {
    expect(failedOnce(true)).toEqual(['id-back', 'face', 'digits', 'pan', 'questions'])
    expect(failedOnce(false)).toHaveLength(6)
  })
})
