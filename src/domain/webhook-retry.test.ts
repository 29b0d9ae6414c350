import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextWebhookTry, webhookPausesMs } from './webhook-retry.ts'

const dayMs = 86_400_000

describe('webhook retries', () => {
  it('start within seconds, go on for days, and end', () => {
    let nowMs = 0
    let tries = 1
    for (
      let next = nextWebhookTry(tries, nowMs, () => 0);
      next !== null;
      next = nextWebhookTry(tries, nowMs, () => 0)
    ) {
      nowMs = next
      tries++
    }
    expect(tries).toBe(13)
    expect(nextWebhookTry(1, 0, () => 0)).toBe(5000)
    expect(nowMs).toBeGreaterThan(5 * dayMs)
    expect(nowMs).toBeLessThan(7 * dayMs)
  })

  it('never comes earlier than the pause, nor more than a fifth later, and the pauses never shrink', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: webhookPausesMs.length }),
        fc.nat(),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, nowMs, chance) => {
          const pauseMs = webhookPausesMs[tries - 1]!
          const waited = nextWebhookTry(tries, nowMs, () => chance)! - nowMs
          expect(waited).toBeGreaterThanOrEqual(pauseMs)
          expect(waited).toBeLessThanOrEqual(pauseMs * 1.2)
          expect(pauseMs).toBeGreaterThanOrEqual(webhookPausesMs[tries - 2] ?? 0)
        },
      ),
    )
  })

  it('spreads deliveries that failed together', () => {
    expect(nextWebhookTry(6, 0, () => 0)).not.toBe(nextWebhookTry(6, 0, () => 0.5))
  })
})
