import { expect, test } from 'vitest'
import type { Witness } from '../../call/record-witness.ts'
import { type BeginWitness, openWitnessKeeper } from './witness-keeper.ts'

const letGo = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
const picture = (name: string) => ({ name }) as unknown as MediaStream
const nameOf = (stream: MediaStream | null) => (stream as unknown as { name: string } | null)?.name

const openKept = (fails = false) => {
  const log: string[] = []
  let failLater: (() => void) | undefined
  const begin: BeginWitness = async ({ recordingId, stream, onFailure }): Promise<Witness> => {
    log.push(`begin ${recordingId} ${nameOf(stream)}`)
    failLater = () => onFailure?.(new Error('the disk is full'))
    if (fails) throw new Error('no recorder')
    return {
      mediaMs: () => 0,
      follow: (next) => log.push(`follow ${nameOf(next)}`),
      stop: async () => void log.push(`stop ${recordingId}`),
    }
  }
  return { keeper: openWitnessKeeper(begin), log, failLater: () => failLater?.() }
}
const wish = { recordingId: 'w1', callId: 'b1', stream: picture('first'), over: false }

test('[LC6] begins when the seller is seen, follows every new connection and ends with the call', async () => {
  const { keeper, log } = openKept()
  keeper.wish({ ...wish, stream: null })
  keeper.wish({ ...wish, recordingId: null })
  expect(log).toEqual([])
  keeper.wish(wish)
  await letGo()
  keeper.wish(wish)
  keeper.wish({ ...wish, stream: picture('second') })
  await letGo()
  expect(keeper.state()).toBe('recording')
  keeper.wish({ ...wish, over: true })
  await letGo()
  expect(log).toEqual(['begin w1 first', 'follow first', 'follow second', 'stop w1'])
  expect(keeper.state()).toBe('sent')
})

test('[LC6] after the end, or a failure, the same recording is not begun again', async () => {
  const { keeper, log, failLater } = openKept()
  keeper.wish(wish)
  await letGo()
  failLater()
  expect(keeper.state()).toBe('failed')
  keeper.wish({ ...wish, over: true })
  await letGo()
  keeper.wish(wish)
  await letGo()
  expect(log.filter((line) => line.startsWith('begin'))).toEqual(['begin w1 first'])
  const broken = openKept(true)
  broken.keeper.wish(wish)
  await letGo()
  expect(broken.keeper.state()).toBe('failed')
  broken.keeper.close()
  await letGo()
  expect(broken.keeper.state()).toBe('failed')
})

test('[LC6] a page that leads anew after somebody else records under its own name', async () => {
  const { keeper, log } = openKept()
  keeper.wish(wish)
  await letGo()
  keeper.wish({ ...wish, recordingId: null })
  await letGo()
  keeper.wish({ ...wish, recordingId: 'w2' })
  await letGo()
  expect(log).toEqual(['begin w1 first', 'follow first', 'stop w1', 'begin w2 first', 'follow first'])
})
