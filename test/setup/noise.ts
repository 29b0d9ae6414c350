/** Something a test printed that a quiet test would not have. */
export type Noise = { from: 'console.error' | 'console.warn' | 'process warning'; text: string }

/** A log of noise with the noise that the running test has announced. One per test process. */
export type NoiseLog = {
  /** Notes one line; true when it was expected, so that it need not be printed. */
  take(noise: Noise): boolean
  expect(pattern: RegExp): void
  /** Throws when there was noise nobody expected, or expected noise that never came; empties the log either way. */
  assertQuiet(): void
}

/** A separate log, without the process around it. */
export function createNoiseLog(): NoiseLog {
  let unexpected: Noise[] = []
  let expectations: { pattern: RegExp; seen: boolean }[] = []
  return {
    take(noise) {
      const match = expectations.find((expectation) => expectation.pattern.test(noise.text))
      if (match) match.seen = true
      else unexpected.push(noise)
      return match !== undefined
    },
    expect(pattern) {
      expectations.push({ pattern, seen: false })
    },
    assertQuiet() {
      const loud = unexpected.map((noise) => `${noise.from}: ${noise.text}`)
      const missing = expectations.filter((expectation) => !expectation.seen).map((it) => String(it.pattern))
      unexpected = []
      expectations = []
      if (loud.length > 0) throw new Error(`A test must be silent, but this was printed:\n${loud.join('\n')}`)
      if (missing.length > 0) throw new Error(`Expected to see on the console, but did not: ${missing.join(', ')}`)
    },
  }
}

// The setup file and a test may each load their own copy of this module, so the log hangs on the process.
const key = Symbol.for('countersign.test.noise')
const holder = globalThis as unknown as Record<symbol, NoiseLog | undefined>

/** The log of this test process. */
export function noiseLog(): NoiseLog {
  holder[key] ??= createNoiseLog()
  return holder[key]
}

/** Announces that the running test will provoke a line like this on the console; it fails if the line never comes. */
export const expectNoise = (pattern: RegExp): void => noiseLog().expect(pattern)
