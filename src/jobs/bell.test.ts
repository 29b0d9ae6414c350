import { expect, test } from 'vitest'
import { openBell } from './bell.ts'

const never = new AbortController().signal
const hourMs = 3_600_000

test('a bell that rang while nobody listened is heard at once, and once', async () => {
  const bell = openBell()
  bell.ring()
  bell.ring()
  await bell.rung(hourMs, never)
  await expect(Promise.race([bell.rung(hourMs, never), Promise.resolve('still waiting')])).resolves.toBe(
    'still waiting',
  )
  bell.ring()
})

test('a bell wakes who listens, and so does being told to stop', async () => {
  const bell = openBell()
  const stop = new AbortController()
  const heard = bell.rung(hourMs, stop.signal)
  bell.ring()
  await heard
  const stopped = bell.rung(hourMs, stop.signal)
  stop.abort()
  await stopped
  await bell.rung(hourMs, stop.signal)
})

test('nobody waits for ever', async () => {
  await openBell().rung(1, never)
})
