import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { programAliexpress } from '#test/world/a-program.ts'
import { challengePauseMs, drawChallenge, leastPauseMs } from './challenge.ts'
import type { CaptureStep } from './program.ts'
import type { Challenge } from './run-plan.ts'

const step = (kind: CaptureStep['kind']): CaptureStep => {
  const found = programAliexpress().capture.steps.find((one) => one.kind === kind)
  if (!found) throw new Error(`no ${kind} step`)
  return found
}

/** Numbers in [0, 1) as `random` gives them; the last one repeats. */
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const source = (numbers: number[]) => {
  let next = 0
  return () => numbers[next++ % numbers.length] ?? 0
}

const drawAll = (rule: CaptureStep, random: () => number): Challenge[] => {
  const drawn: Challenge[] = []
  for (let one = drawChallenge(rule, drawn, random); one; one = drawChallenge(rule, drawn, random)) drawn.push(one)
  return drawn
}

describe('[CP1] what is drawn', () => {
  test('four digits, three turns, and nothing in steps without a challenge', () => {
    const random = source([0.1, 0.5, 0.9])
    expect(drawAll(step('digits'), random)).toHaveLength(4)
    expect(drawAll(step('face'), random)).toHaveLength(3)
    for (const kind of ['id-front', 'id-back', 'pan'] as const) expect(drawAll(step(kind), random)).toEqual([])
  })

  test('whatever the chance, no digit and no turn follows itself, so that each answer can be told from the last', () => {
    fc.assert(
      fc.property(fc.array(uniform, { minLength: 1, maxLength: 12 }), (numbers) => {
        for (const kind of ['digits', 'face'] as const) {
          const values = drawAll(step(kind), source(numbers)).map((one) => one.value)
          for (const [index, value] of values.entries()) expect(value).not.toBe(values[index + 1])
        }
      }),
    )
  })

  test('every digit and every turn of the program can come', () => {
    const seen = (kind: 'digits' | 'face') =>
      new Set(Array.from({ length: 40 }, (_, n) => drawChallenge(step(kind), [], () => n / 40)?.value))
    expect([...seen('digits')].sort().join('')).toBe('0123456789')
    expect(seen('face')).toEqual(new Set(['left', 'right', 'up', 'down']))
  })

  test('digits come at irregular intervals within the program’s', () => {
    fc.assert(
      fc.property(uniform, (number) => {
        const pauseMs = challengePauseMs(step('digits'), () => number)
        expect(pauseMs).toBeGreaterThanOrEqual(2100)
        expect(pauseMs).toBeLessThanOrEqual(3400)
        expect(pauseMs).toBeGreaterThanOrEqual(leastPauseMs(step('digits')))
      }),
    )
    expect(challengePauseMs(step('digits'), () => 0.1)).not.toBe(challengePauseMs(step('digits'), () => 0.9))
    expect(challengePauseMs(step('face'), () => 0.5)).toBe(4000)
  })
})
