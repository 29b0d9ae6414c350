import { availableParallelism } from 'node:os'
import { fetchModels } from '#inspection/models/fetch.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import { modelsDir } from '#main/models-dir.ts'
import { mediaOptions } from '#test/media/media-cache.ts'
import { answeredSession, openAnswers, type SessionAnswer } from './accuracy/answers.ts'
import { faces, failureSessions, genuineSessions, type NamedSession } from './accuracy/sessions.ts'
import { resultOf } from './accuracy/tally.ts'
import type { Bench } from './bench-result.ts'

/**
 * The whole inspection on generated sessions: how many honest ones pass without a person, and how many failures are
 * named as what they are. `--sessions=N` takes the first N of each for a quick look; `--minutes=N` stops in time and
 * counts what was done, 0 only what was done before. Sessions that were judged by the same code before are not judged
 * again, so it goes on where it was stopped. The whole set takes about 4,000 core-seconds.
 */
export const bench: Bench = {
  name: 'accuracy',
  async run() {
    const fetched = await fetchModels(modelsDir())
    if (!fetched.ok) throw new Error(fetched.refusal.text)
    const few = numberOf('sessions') ?? Number.POSITIVE_INFINITY
    const endsAt = Date.now() + (numberOf('minutes') ?? 240) * 60_000
    const planned = inTurn(genuineSessions.slice(0, few), failureSessions.slice(0, few))
    const answers = await openAnswers(mediaOptions.cacheDir)
    const queue = planned.entries()
    const counted = new Map<number, { named: NamedSession; answer: SessionAnswer }>()
    const lane = async (): Promise<void> => {
      const worker = openModelWorker(modelsDir())
      try {
        for (const [at, named] of queue) {
          const known = await answers.read(named)
          if (!known && Date.now() > endsAt) continue
          const answer = known ?? (await answeredSession(named, worker, mediaOptions))
          if (!known) await answers.write(named, answer)
          if (!known) console.error(`  ${told(named)}: ${answer.outcome} ${answer.failed.join(', ')}`)
          counted.set(at, { named, answer })
        }
      } finally {
        await worker.close()
      }
    }
    await Promise.all(Array.from({ length: Math.min(lanes, availableParallelism()) }, lane))
    const inOrder = [...counted].sort(([one], [other]) => one - other).map(([, done]) => done)
    return resultOf(inOrder, { genuine: genuineSessions.length, failures: failureSessions.length, faces: faces.length })
  },
}

/** An inspection alone keeps one core busy. */
const lanes = 2

const told = ({ kind, no, session: { face } }: NamedSession): string => `${kind} ${no} (${face})`

/** One list beside the other, so that whoever stops early has some of both. */
const inTurn = <T>(first: readonly T[], second: readonly T[]): T[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((item) => item !== undefined)

const numberOf = (name: string): number | null => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1]
  if (given === undefined) return null
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`)
  return value
}
