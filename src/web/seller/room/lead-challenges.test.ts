import { expect, test } from 'vitest'
import type { ChallengeView } from '#contracts/seller-api.ts'
import { RequestFailure } from '../../kit/request.ts'
import { openChallengeLead, type ShownChallenge } from './lead-challenges.ts'
import type { CallStep } from './room-api.ts'

const digits: CallStep = {
  id: 'digits',
  kind: 'digits',
  minSeconds: 5,
  maxSeconds: 60,
  challenge: 'digits',
  challengeCount: 3,
  name: null,
  state: 'open',
  openedAt: '2026-11-24T03:05:00Z',
}
const refused = (code: string) => new RequestFailure({ kind: 'refused', status: 409, code })

/** A page whose clock jumps from wait to wait, and a server that may refuse or be away. */
const setUp = (trouble: (index: number) => Error | null = () => null, wait?: (ms: number) => Promise<void>) => {
  const clock = { nowMs: 0 }
  const asked: string[] = []
  const shown: (ShownChallenge | null)[] = []
  const expired: number[] = []
  const lead = openChallengeLead({
    challenge: async (attemptId, { stepId, index, mediaMs }): Promise<ChallengeView> => {
      asked.push(`${attemptId} ${stepId} ${index} @${mediaMs}`)
      const error = trouble(index)
      if (error) throw error
      const challenge = { kind: 'digit' as const, value: String(index + 4) }
      return { stepId, index, challenge, answerWithinMs: 2000, nextInMs: index < 2 ? 2600 : null }
    },
    mediaMs: () => clock.nowMs,
    show: (one) => shown.push(one),
    onExpired: () => expired.push(clock.nowMs),
    wait: async (ms, signal) => {
      signal?.throwIfAborted()
      await (wait ? wait(ms) : Promise.resolve())
      clock.nowMs += ms
      signal?.throwIfAborted()
    },
    random: () => 0.5,
  })
  const values = () =>
    shown.map((one) =>
      one?.challenge.kind === 'digit' ? `${one.challenge.value}${one.pausing ? ' …' : ''}` : (one ?? null),
    )
  return { lead, asked, shown, expired, values }
}

test('[LC4] the challenges of an open step are shown one by one, each asked for when it is due', async () => {
  const { lead, asked, values } = setUp()
  lead.follow('att', digits)
  await expect.poll(values).toEqual(['4', '4 …', '5', '5 …', '6', null])
  expect(asked).toEqual(['att digits 0 @2000', 'att digits 1 @4750', 'att digits 2 @7500'])
})

test('the same step told again does not begin anew, and a step without challenges asks for none', async () => {
  const { lead, asked, values } = setUp()
  lead.follow('att', { ...digits, kind: 'id-front', challengeCount: 0 })
  lead.follow('att', digits)
  lead.follow('att', { ...digits })
  await expect.poll(values).toHaveLength(6)
  expect(asked).toHaveLength(3)
})

test('[CP5] a page that was loaded anew goes on behind what was shown, and waits where it is too early', async () => {
  let early = true
  const { lead, asked, values } = setUp((index) => {
    if (index === 0) return refused('challenge-used')
    if (index > 1 || !early) return null
    early = false
    return refused('step-out-of-order')
  })
  lead.follow('att', digits)
  await expect.poll(values).toEqual(['5', '5 …', '6', null])
  expect(asked.map((one) => one.split(' ')[2])).toEqual(['0', '1', '1', '2'])
})

test('a step that the reviewer closes or pauses shows nothing more', async () => {
  const never = () => new Promise<void>(() => undefined)
  const { lead, asked, values } = setUp(undefined, never)
  lead.follow('att', digits)
  lead.follow('att', null)
  expect(values()).toEqual([null])
  expect(asked).toEqual([])
})

test('[LC3] a step that is opened again asks anew, also where its closing was not heard of', async () => {
  const { lead, asked } = setUp()
  lead.follow('att', digits)
  await expect.poll(() => asked).toHaveLength(3)
  lead.follow('att', { ...digits, openedAt: '2026-11-24T03:06:00Z' })
  await expect.poll(() => asked).toHaveLength(6)
  expect(asked.map((one) => one.split(' ')[2])).toEqual(['0', '1', '2', '0', '1', '2'])
})

test('a step whose time is over says so, and can be opened again', async () => {
  let late = true
  const { lead, expired, asked } = setUp(() => (late ? refused('challenge-expired') : null))
  lead.follow('att', digits)
  await expect.poll(() => expired).toHaveLength(1)
  late = false
  lead.follow('att', null)
  lead.follow('att', digits)
  await expect.poll(() => asked).toHaveLength(4)
})
