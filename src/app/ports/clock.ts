/** Time, ids and chance come from outside, so that tests can hold them. The product has one real source of each. */
export type Clock = { nowMs(): number }

export type Ids = {
  /** A new id such as `case_01hz…`: sortable by time, never guessable. */
  next(prefix: string): string
  /** A secret of 256 bits, URL-safe. */
  secret(): string
}

/** Uniform in [0, 1), from a cryptographic source. */
export type Chance = () => number
