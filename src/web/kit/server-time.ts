/**
 * People's computers are often minutes wrong, and a countdown that is wrong by minutes is a broken promise. Answers of
 * the server carry its time; clocks on the page run on it.
 */
let offsetMs = 0

/** Tells what the server's clock said in an answer that arrived just now. The shortest round trip would be truest; one is enough. */
export const learnServerTime = (serverTimeMs: number, localMs: number = Date.now()): void => {
  if (Number.isFinite(serverTimeMs)) offsetMs = serverTimeMs - localMs
}

export const serverNowMs = (): number => Date.now() + offsetMs
