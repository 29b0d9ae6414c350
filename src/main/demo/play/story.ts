/** The play-by-play: who did or saw what, and when. */
export type Story = {
  /** Seconds since the play began stand before each line. */
  tell(who: string, text: string): void
  /** Something that had to happen and did not; the play goes on, and ends non-zero. */
  missing(who: string, text: string): void
  missed(): readonly string[]
}

const whoWidth = 12

export const openStory = (write: (line: string) => void): Story => {
  const startedAt = performance.now()
  const missed: string[] = []
  const line = (mark: string, who: string, text: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)
    write(`${seconds} s ${mark} ${who.padEnd(whoWidth)} ${text}`)
  }
  return {
    tell: (who, text) => line(' ', who, text),
    missing(who, text) {
      missed.push(`${who}: ${text}`)
      line('!', who, text)
    },
    missed: () => missed,
  }
}
