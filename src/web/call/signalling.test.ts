import { expect, test } from 'vitest'
import { openSignalling, type SignallingPorts } from './signalling.ts'

const letGo = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** A server whose answers a test gives by hand. */
const openDesk = (part: Partial<SignallingPorts> = {}) => {
  const posts: { to: string; messages: string[]; answer: (ok: boolean) => void }[] = []
  const heard: [string, unknown][] = []
  const reach: string[] = []
  const signalling = openSignalling({
    post: (to, messages) =>
      new Promise<void>((resolve, reject) => {
        posts.push({ to, messages, answer: (ok) => (ok ? resolve() : reject(new Error('lost'))) })
      }),
    list: async () => [],
    onMessage: (from, message) => heard.push([from, message]),
    onReach: (state) => reach.push(state),
    ...part,
  })
  return { signalling, posts, heard, reach }
}

test('[LC2] what is said in one breath travels together, in order, and one request at a time for each receiver', async () => {
  const { signalling, posts } = openDesk()
  for (const no of [1, 2, 3]) signalling.send('seller', { no })
  signalling.send('guest', { no: 9 })
  await letGo()
  signalling.send('seller', { no: 4 })
  signalling.send('seller', { no: 5 })
  await letGo()
  expect(posts.map(({ to, messages }) => [to, messages])).toEqual([
    ['seller', ['{"no":1}', '{"no":2}', '{"no":3}']],
    ['guest', ['{"no":9}']],
  ])
  posts[0]?.answer(true)
  await letGo()
  expect(posts[2]?.messages).toEqual(['{"no":4}', '{"no":5}'])
})

test('what is lost is told and not sent again, and what comes after it goes on', async () => {
  const { signalling, posts, reach } = openDesk()
  signalling.send('seller', { no: 1 })
  await letGo()
  posts[0]?.answer(false)
  await letGo()
  expect(reach).toEqual(['lost'])
  signalling.send('seller', { no: 2 })
  await letGo()
  expect(posts[1]?.messages).toEqual(['{"no":2}'])
  posts[1]?.answer(true)
  await letGo()
  expect(reach).toEqual(['lost', 'reachable'])
})

test('a request never holds more than the server takes', async () => {
  const { signalling, posts } = openDesk()
  for (let no = 0; no < 120; no += 1) signalling.send('seller', { no })
  for (const text of ['a', 'b', 'c']) signalling.send('guest', { text: text.repeat(90_000) })
  await letGo()
  expect(posts.map(({ messages }) => messages.length)).toEqual([50, 2])
})

test('messages are heard once and in order, and a look that is asked for meanwhile follows', async () => {
  const asked: number[] = []
  let answer: ((signals: { seq: number; from: string; message: string }[]) => void) | null = null
  const { signalling, heard } = openDesk({
    list: (after) => {
      asked.push(after)
      return new Promise((resolve) => {
        answer = resolve
      })
    },
  })
  const give = async (...signals: { seq: number; from: string; message: string }[]) => {
    answer?.(signals)
    await letGo()
  }
  signalling.look()
  signalling.look()
  signalling.look()
  expect(asked).toEqual([0])
  await give({ seq: 4, from: 'seller', message: '{"a":1}' }, { seq: 7, from: 'seller', message: 'not JSON' })
  expect(asked).toEqual([0, 7])
  await give({ seq: 7, from: 'seller', message: 'not JSON' }, { seq: 8, from: 'seller', message: '{"a":2}' })
  expect(asked).toEqual([0, 7])
  expect(heard).toEqual([
    ['seller', { a: 1 }],
    ['seller', null],
    ['seller', { a: 2 }],
  ])
})

test('after the end nothing is heard or told any more', async () => {
  const { signalling, heard, reach, posts } = openDesk({
    list: async () => [{ seq: 1, from: 'seller', message: '{}' }],
  })
  signalling.look()
  signalling.send('seller', { bye: true })
  signalling.close()
  await letGo()
  expect(posts).toHaveLength(1)
  expect(heard).toEqual([])
  expect(reach).toEqual([])
})
