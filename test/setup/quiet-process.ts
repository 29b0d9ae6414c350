import { format } from 'node:util'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Noise, noiseLog } from './noise.ts'

/**
 * A passing test is silent: `console.error`, `console.warn` and the warnings by which Node reports a leak fail the test
 * in which they appear. A test that means to provoke one says so with `expectNoise` of noise.ts. Rejections that nobody
 * awaits fail the run through Vitest itself.
 */
const leakWarnings = new Set(['MaxListenersExceededWarning', 'TimeoutOverflowWarning', 'TimeoutNegativeWarning'])

const originalError = console.error
const originalWarn = console.warn
const log = noiseLog()

const record = (noise: Noise, print: () => void) => {
  if (log.take(noise)) return
  print()
}

const onWarning = (warning: Error) => {
  if (leakWarnings.has(warning.name)) log.take({ from: 'process warning', text: `${warning.name}: ${warning.message}` })
}

beforeAll(() => {
  console.error = (...args: unknown[]) =>
    record({ from: 'console.error', text: format(...args) }, () => originalError(...args))
  console.warn = (...args: unknown[]) =>
    record({ from: 'console.warn', text: format(...args) }, () => originalWarn(...args))
  process.on('warning', onWarning)
})

afterEach(() => log.assertQuiet())

afterAll(() => {
  console.error = originalError
  console.warn = originalWarn
  process.off('warning', onWarning)
  log.assertQuiet()
})
