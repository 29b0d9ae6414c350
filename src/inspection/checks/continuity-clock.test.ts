import { describe, expect, test } from 'vitest'
import { alive, frames, streamOf, times } from '#test/inspection/hand-made-stream.ts'
import { answerSpans } from './continuity.ts'
import { continuityClock } from './continuity-clock.ts'

const clockLimits = { maxAheadMs: 1000, maxLateMs: 5000 }

describe('[CK9] the clock', () => {
  const live = (chunks: [seq: number, arrivedMs: number, mediaEndMs: number][]) =>
    streamOf(frames(times(5), alive), {
      live: {
        chunks: chunks.map(([seq, arrivedMs, mediaEndMs]) => ({ seq, arrivedMs, mediaEndMs })),
        focusLosses: [],
      },
    })

  test('a file has no clock to keep', () => {
    expect(continuityClock(streamOf(frames(times(2), alive)), clockLimits)).toMatchObject({
      outcome: 'not-applicable',
      reason: null,
    })
  })

  test('chunks that arrive as they are made pass, also when recording began late', () => {
    const finding = continuityClock(
      live([
        [0, 4100, 1000],
        [1, 5150, 2000],
        [2, 6090, 3000],
      ]),
      clockLimits,
    )
    expect(finding).toMatchObject({ outcome: 'pass', value: 60, limit: 5000 })
  })

  test('a recording that is ahead of its own arrival was made before', () => {
    expect(
      continuityClock(
        live([
          [0, 500, 400],
          [1, 700, 30_000],
        ]),
        clockLimits,
      ),
    ).toMatchObject({
      outcome: 'fail',
      reason: 'clock-not-honoured',
      value: 29_300,
      span: { startMs: 400, endMs: 30_000 },
    })
  })

  test('chunks whose times run backwards are clear', () => {
    expect(
      continuityClock(
        live([
          [0, 1100, 1000],
          [1, 2100, 400],
        ]),
        clockLimits,
      ),
    ).toMatchObject({ outcome: 'fail', value: 600 })
  })

  test('chunks that come late go to a person, whatever their order of arrival', () => {
    const late: [number, number, number][] = [
      [0, 1100, 1000],
      [1, 22_000, 2000],
      [2, 22_100, 3000],
    ]
    const finding = continuityClock(live(late), clockLimits)
    expect(finding).toMatchObject({ outcome: 'unsure', value: 19_900 })
    expect(continuityClock(live([...late].reverse()), clockLimits)).toEqual(finding)
  })

  test('only where an answer is due does it matter how late its chunk came', () => {
    const late = live([
      [0, 1100, 1000],
      [1, 22_000, 2000],
      [2, 22_100, 21_000],
      [3, 30_100, 30_000],
    ])
    const answeredAt = (shownMs: number) =>
      continuityClock({ ...late, answers: answerSpans([{ shownMs }], { maxAnswerMs: 4000 }) }, clockLimits).outcome
    expect(answeredAt(22_000)).toBe('pass')
    expect(answeredAt(1500)).toBe('unsure')
    expect(continuityClock(late, clockLimits).outcome).toBe('unsure')
    const ahead = live([
      [0, 500, 400],
      [1, 700, 30_000],
      [2, 40_000, 39_000],
    ])
    expect(
      continuityClock({ ...ahead, answers: answerSpans([{ shownMs: 35_000 }], { maxAnswerMs: 4000 }) }, clockLimits)
        .outcome,
    ).toBe('fail')
  })

  test('a live run without chunks proves nothing', () => {
    expect(continuityClock(live([]), clockLimits)).toMatchObject({ outcome: 'unsure', reason: 'no-evidence' })
  })
})
