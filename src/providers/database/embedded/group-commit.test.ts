import { expect, test } from 'vitest'
import type { WalDebt } from './durable-files.ts'
import { groupCommit } from './group-commit.ts'
import type { Reply } from './messages.ts'

const reply = (connection: number): Reply => ({ connection, bytes: new Uint8Array(1), last: false })

function setUp(atMost?: number) {
  const events: string[] = []
  let owed = false
  const debt: WalDebt = {
    deferring: false,
    get owed() {
      return owed
    },
    pay() {
      if (owed) events.push('fsync')
      owed = false
    },
    walSyncs: 0,
    walBytes: 0,
  }
  const group = groupCommit(
    debt,
    (replies) => events.push(`answer ${replies.map(({ connection }) => connection)}`),
    atMost,
  )
  return { events, group, owe: () => (owed = true) }
}

test('several commits are answered after one fsync', () => {
  const { events, group, owe } = setUp()
  for (const connection of [1, 2, 3]) {
    owe()
    group.answer([reply(connection)], true)
  }
  expect(events).toEqual([])
  expect(group.holding).toBe(true)
  group.release()
  expect(events).toEqual(['fsync', 'answer 1,2,3'])
  expect(group.holding).toBe(false)
})

test('what may have read a commit that is not on the disk yet waits with it', () => {
  const { events, group, owe } = setUp()
  owe()
  group.answer([reply(1)], true)
  group.answer([reply(2)], true)
  expect(events).toEqual([])
  group.release()
  expect(events).toEqual(['fsync', 'answer 1,2'])
})

test('reads are answered at once when no commit is outstanding, and so are steps of an open transaction', () => {
  const { events, group, owe } = setUp()
  group.answer([reply(1)], true)
  owe()
  group.answer([reply(2)], false)
  expect(events).toEqual(['answer 1', 'answer 2'])
})

test('a busy line does not keep answers waiting for ever', () => {
  const { events, group, owe } = setUp(2)
  owe()
  group.answer([reply(1)], true)
  group.answer([reply(2)], true)
  expect(events).toEqual(['fsync', 'answer 1,2'])
})
