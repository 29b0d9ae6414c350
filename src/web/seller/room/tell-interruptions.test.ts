import { expect, test } from 'vitest'
import { RequestFailure } from '../../kit/request.ts'
import type { InterruptionTold } from './room-api.ts'
import { openInterruptionTeller } from './tell-interruptions.ts'

const setUp = (tell: (told: InterruptionTold) => Promise<unknown>) => {
  const told: string[] = []
  const teller = openInterruptionTeller({
    tell: (one) => {
      told.push(`${one.what} ${one.state}`)
      return tell(one)
    },
    wait: () => new Promise((resolve) => setTimeout(resolve, 0)),
    random: () => 0.5,
  })
  return { teller, told }
}

test('[LC2] a stall is told of in the same turn, and its end after it', async () => {
  const { teller, told } = setUp(async () => undefined)
  teller.begun('media-stalled')
  expect(told).toEqual(['media-stalled begun'])
  teller.over('media-stalled')
  await expect.poll(() => told).toEqual(['media-stalled begun', 'media-stalled over'])
})

test('[LC2] while the server is away only what is true at last is said, until it is heard', async () => {
  const world = { cut: true }
  const { teller, told } = setUp(async () => {
    if (world.cut) throw new RequestFailure({ kind: 'offline' })
  })
  teller.begun('media-stalled')
  await expect.poll(() => told.length).toBeGreaterThan(2)
  teller.over('media-stalled')
  world.cut = false
  await expect.poll(() => told.at(-1)).toBe('media-stalled over')
  const count = told.length
  teller.begun('page-hidden')
  await expect.poll(() => told.length).toBe(count + 1)
})

test('a refusal is an answer: the call may be over', async () => {
  const { teller, told } = setUp(async () => {
    throw new RequestFailure({ kind: 'refused', status: 409, code: 'call-not-running' })
  })
  teller.begun('page-hidden')
  teller.over('page-hidden')
  await expect.poll(() => told).toEqual(['page-hidden begun', 'page-hidden over'])
})
