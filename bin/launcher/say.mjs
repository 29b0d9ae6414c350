// What the launcher says goes to the error stream, so that the output of a command stays what the command wrote:
// `npx countersign inspect … --json` must be JSON on a fresh clone too.

/** @param {string} text */
export const say = (text) => process.stderr.write(`countersign: ${text}\n`)

/**
 * Says why it cannot go on, and ends.
 * @param {string} text
 * @returns {never}
 */
export function fail(text) {
  say(text)
  process.exit(1)
}

/**
 * Announces work that may take long and keeps saying so, since a silent terminal looks like a hung one.
 * @template T
 * @param {string} what e.g. `Installing packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const started = Date.now()
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`
  say(`${what} …`)
  const heartbeat = setInterval(() => say(`${what} … ${seconds()} so far`), 10_000)
  try {
    const result = await work()
    say(`${what}: done in ${seconds()}`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}
