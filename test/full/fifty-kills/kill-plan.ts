import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '#test/media/synthesise-recording.ts'
import type { RealServer } from '../../e2e/world/real-server.ts'

/** What is under way when the server is killed. */
export type KillPoint = 'chunk' | 'step' | 'challenge' | 'complete' | 'inspection' | 'webhook'

/** How often each comes in a run, and its share of the kills. A look for the result stands for the inspection. */
const points: Record<KillPoint, { perRun: number; share01: number }> = {
  // Chunks take the kills that rounding leaves over.
  chunk: { perRun: 40, share01: 0 },
  step: { perRun: 10, share01: 0.2 },
  challenge: { perRun: 7, share01: 0.16 },
  complete: { perRun: 1, share01: 0.1 },
  inspection: { perRun: 10, share01: 0.16 },
  webhook: { perRun: 2, share01: 0.12 },
}

/** Long enough for a request to be anywhere between the door and its answer, the answer included. */
const inFlightMs = 60

/**
 * Draws at which requests and deliveries the server is killed, and kills it there. Everything drawn comes from `seed`;
 * what a busy machine makes of it is another matter, so a seed repeats the plan and not every interleaving.
 */
export const openKills = (server: RealServer, { seed, count, runs }: { seed: number; count: number; runs: number }) => {
  const random = seededRandom(seed)
  const due = new Map<KillPoint, Set<number>>()
  const came = new Map<KillPoint, number>()
  const done: KillPoint[] = []
  let calm: Promise<void> = Promise.resolve()

  let left = count
  for (const [point, { perRun, share01 }] of Object.entries(points).reverse()) {
    const places = perRun * runs
    const wanted = point === 'chunk' ? left : Math.min(places, Math.round(share01 * count))
    const numbers = new Set<number>()
    while (numbers.size < wanted) numbers.add(Math.floor(random() * places))
    left -= wanted
    due.set(point as KillPoint, numbers)
  }

  const isDue = (point: KillPoint): boolean => {
    const no = came.get(point) ?? 0
    came.set(point, no + 1)
    return done.length < count && (due.get(point)?.has(no) ?? false)
  }
  const strike = (point: KillPoint): Promise<void> => {
    calm = calm.then(async () => {
      await server.kill()
      done.push(point)
      await server.start()
    })
    return calm
  }

  return {
    /** Asks, and kills the server meanwhile where that was drawn. Rejects as the request does. */
    async around<T>(point: KillPoint, ask: () => Promise<T>): Promise<T> {
      if (!isDue(point)) return ask()
      const answer = ask()
      // Looked at below; until then a lost answer is no surprise.
      answer.catch(() => {})
      await sleep(random() * inFlightMs)
      await strike(point)
      return answer
    },
    /** Resolves when no kill is under way. */
    calm: () => calm,
    /** What was under way at each kill so far. */
    done: (): readonly KillPoint[] => done,
    random,
  }
}

export type Kills = ReturnType<typeof openKills>
