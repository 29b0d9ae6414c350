import { availableParallelism } from 'node:os'
import { fetchModels } from '#inspection/models/fetch.ts'
import { type ModelWorker, openModelWorker } from '#inspection/models/model-worker.ts'
import type { MediaOptions } from '#main/demo/media/seller-clips.ts'
import { modelsDir } from '#main/models-dir.ts'
import { mediaOptions } from '#test/media/media-cache.ts'
import { answeredSession, openAnswers, type SessionAnswer } from './accuracy/answers.ts'
import { faces, failureSessions, genuineSessions, type NamedSession } from './accuracy/sessions.ts'
import { type Counted, resultOf } from './accuracy/tally.ts'
import type { Bench } from './bench-result.ts'

/**
 * The whole inspection on generated sessions: how many honest ones pass without a person, and how many failures are
 * named as what they are. `--sessions=N` takes the first N of each for a quick look; `--minutes=N` stops in time and
 * counts what was done, 0 only what was done before. Sessions that were judged by the same code before are not judged
 * again, so it goes on where it was stopped. A session that breaks twice is said and counted nowhere. The whole set takes
 * about 3,500 core-seconds, 900 of them for footage that is not in the cache yet.
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
    const counted = new Map<number, Counted>()
    const broken: string[] = []
    const lane = async (): Promise<void> => {
      const worker = openModelWorker(modelsDir())
      try {
        for (const [at, named] of queue) {
          const known = await answers.read(named)
          if (!known && Date.now() > endsAt) continue
          try {
            const answer = known ?? (await answeredAtLast(named, worker))
            if (!known) await answers.write(named, answer)
            if (!known) console.error(`  ${told(named)}: ${answer.outcome} ${answer.failed.join(', ')}`)
            counted.set(at, { named, answer })
          } catch (error) {
            broken.push(`broke: ${told(named)}: ${error instanceof Error ? error.message : String(error)}`)
            console.error(`  ${broken.at(-1)}`)
          }
        }
      } finally {
        await worker.close()
      }
    }
    await Promise.all(Array.from({ length: Math.min(lanes, availableParallelism()) }, lane))
    const inOrder = [...counted].sort(([one], [other]) => one - other).map(([, done]) => done)
    const all = { genuine: genuineSessions.length, failures: failureSessions.length, faces: faces.length }
    const result = resultOf(inOrder, all)
    if (broken.length > 0) process.exitCode = 1
    return { ...result, notes: [...result.notes, ...broken] }
  },
}

/** An inspection alone keeps one core busy; so does a child that renders. */
const lanes = 2
const options: MediaOptions = { ...mediaOptions, workers: lanes }

/** On a machine full of other work the native encoder now and then loses a picture, also thrice in a row. */
const answeredAtLast = (named: NamedSession, worker: ModelWorker): Promise<SessionAnswer> =>
  answeredSession(named, worker, options).catch((error: unknown) => {
    console.error(`  ${told(named)} once more: ${error instanceof Error ? error.message : String(error)}`)
    return answeredSession(named, worker, options)
  })

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
