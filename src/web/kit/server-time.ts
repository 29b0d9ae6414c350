/**
 * People's computers are often minutes wrong, and a countdown that is wrong by minutes is a broken promise. Answers of
 * the server carry its time in whole seconds; clocks on the page run on it.
 */
let offsetMs = 0

/** An answer's date has been cut down to its second, so the server's clock stood anywhere within this. */
const dateGrainMs = 1000

/**
 * Tells what the server's clock said in an answer that arrived just now. A clock that agrees with it is left alone: one
 * that jumped within the second at every answer would count unevenly.
 */
export const learnServerTime = (serverTimeMs: number, localMs: number = Date.now()): void => {
  if (!Number.isFinite(serverTimeMs)) return
  const aheadMs = localMs + offsetMs - serverTimeMs
  if (aheadMs < 0 || aheadMs > 2 * dateGrainMs) offsetMs = serverTimeMs - localMs
}

export const serverNowMs = (): number => Date.now() + offsetMs
