import { expect, test } from 'vitest'
import type { ChallengeView } from '#contracts/seller-api.ts'
import { RequestFailure } from '../kit/request.ts'
import { conductRun, type RunPorts, type RunView } from './conduct-run.ts'
import type { AttemptStarted } from './run-api.ts'
import type { Wait } from './wait.ts'

const plan: AttemptStarted = {
  attemptId: 'att',
  recordingId: 'rec',
  no: 1,
  expiresAt: '2026-11-24T03:00:00Z',
  steps: [
    { id: 'front', kind: 'id-front', minSeconds: 5, maxSeconds: 60, challenge: 'none', challengeCount: 0 },
    { id: 'digits', kind: 'digits', minSeconds: 5, maxSeconds: 60, challenge: 'digits', challengeCount: 2 },
  ],
}

const lost = () => new RequestFailure({ kind: 'offline' })

type Story = { asked: string[]; shown: string[]; connection: string[] }

/** A run on a clock that jumps from wait to wait. `trouble` is asked before each request and may throw. */
const play = async (
  change: (ports: RunPorts, story: Story, clock: { nowMs: number }) => Partial<RunPorts> = () => ({}),
  trouble: (what: string) => void = () => undefined,
) => {
  const clock = { nowMs: 0 }
  const story: Story = { asked: [], shown: [], connection: [] }
  const wait: Wait = async (ms, signal) => {
    signal?.throwIfAborted()
    await Promise.resolve()
    clock.nowMs += ms
    signal?.throwIfAborted()
  }
  const ask = (what: string) => {
    trouble(what)
    story.asked.push(`${what} @${clock.nowMs}`)
  }
  const ports: RunPorts = {
    api: {
      startStep: async (_attempt, step, mediaMs) => ask(`start ${step} ${mediaMs}`),
      endStep: async (_attempt, step, mediaMs) => ask(`end ${step} ${mediaMs}`),
      challenge: async (_attempt, { stepId, index, mediaMs }): Promise<ChallengeView> => {
        ask(`challenge ${index} ${mediaMs}`)
        return {
          stepId,
          index,
          challenge: { kind: 'digit', value: String(index + 4) },
          answerWithinMs: 2000,
          nextInMs: index === 0 ? 2600 : null,
        }
      },
      complete: async (_attempt, { chunkCount }) => {
        ask(`complete ${chunkCount}`)
        return {} as never
      },
    },
    wait,
    random: () => 0.5,
    mediaMs: () => clock.nowMs,
    show: (view: RunView) =>
      story.shown.push(
        view.phase === 'challenge'
          ? `${view.challenge.value}${view.pausing ? ' …' : ''}`
          : view.phase === 'finishing'
            ? 'finishing'
            : `${view.phase} ${view.step.id}`,
      ),
    onConnection: (connection) => story.connection.push(connection),
    stepSatisfied: async () => undefined,
    finishRecording: async () => ({ chunkCount: 42, mediaMs: clock.nowMs }),
    signal: new AbortController().signal,
  }
  await conductRun(plan, { ...ports, ...change(ports, story, clock) })
  return story
}

test('[CP1] leads through the steps in order, one prompt at a time, and completes', async () => {
  const story = await play()
  expect(story.shown).toEqual([
    'intro front',
    'step front',
    'intro digits',
    'step digits',
    '4',
    '4 …',
    '5',
    'finishing',
  ])
  expect(story.asked.map((it) => it.split(' ').slice(0, 2).join(' '))).toEqual([
    'start front',
    'end front',
    'start digits',
    'challenge 0',
    'challenge 1',
    'end digits',
    'complete 42',
  ])
})

test('[CP1] the next prompt is not asked for before its time, and no step ends before its least time', async () => {
  const { asked } = await play()
  const at = (what: string) => Number(asked.find((it) => it.startsWith(what))?.split('@')[1])
  expect(at('challenge 1') - at('challenge 0')).toBeGreaterThanOrEqual(2600)
  expect(at('end front') - at('start front')).toBeGreaterThanOrEqual(5000)
  expect(at('end digits') - at('start digits')).toBeGreaterThanOrEqual(5000)
})

test('a step that nobody ends goes on to its longest time', async () => {
  const { asked } = await play(() => ({ stepSatisfied: () => new Promise(() => undefined) }))
  const at = (what: string) => Number(asked.find((it) => it.startsWith(what))?.split('@')[1])
  expect(at('end front') - at('start front')).toBeGreaterThanOrEqual(60_000)
})

test('[CP5] a lost network or a killed server only makes the run later; a prompt is claimed for when it comes', async () => {
  let failuresLeft = 3
  const claims: string[] = []
  const story = await play(undefined, (what) => {
    if (!what.startsWith('challenge 0')) return
    claims.push(what)
    if (failuresLeft-- > 0) throw lost()
  })
  const claimedMs = claims.map((claim) => Number(claim.split(' ')[2]))
  expect(claimedMs).toHaveLength(4)
  expect(claimedMs).toEqual([...new Set(claimedMs)].sort((one, other) => one - other))
  expect(story.asked).toContain(`challenge 0 ${claimedMs[3]} @${claimedMs[3]}`)
  expect(story.connection.filter((it) => it === 'lost').length).toBe(3)
  expect(story.connection.at(-1)).toBe('ok')
  expect(story.shown.at(-1)).toBe('finishing')
})

test('a refusal ends the run with its code', async () => {
  const refused = play(undefined, (what) => {
    if (what.startsWith('end front'))
      throw new RequestFailure({ kind: 'refused', status: 409, code: 'attempt-not-running' })
  })
  await expect(refused).rejects.toMatchObject({ name: 'RunRefused', code: 'attempt-not-running' })
})

test('[CK10] an end from outside stops the run wherever it is', async () => {
  const ending = new AbortController()
  const left = new Error('left')
  const run = play((_ports, story) => ({
    signal: ending.signal,
    show: (view) => {
      story.shown.push(view.phase)
      if (view.phase === 'challenge') ending.abort(left)
    },
  }))
  await expect(run).rejects.toBe(left)
})
