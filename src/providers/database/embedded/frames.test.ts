import { describe, expect, test } from 'vitest'
import { batchCutter, fatalError, firstColumn, hello, readAnswer, simpleQuery, subscribes } from './frames.ts'

const frame = (type: string, body: string) => {
  const bytes = Buffer.alloc(5 + body.length)
  bytes.write(type, 0)
  bytes.writeInt32BE(4 + body.length, 1)
  bytes.write(body, 5, 'latin1')
  return bytes
}
const startup = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from([0, 3, 0, 0])])
const parseBindSync = Buffer.concat([frame('P', '\0select 1\0\0\0'), frame('B', '\0\0\0\0\0\0\0\0'), frame('S', '')])

describe('the batches of a client', () => {
  test('end with Query or Sync, and the startup message is none', () => {
    const cutter = batchCutter()
    const query = simpleQuery('select 1')
    expect(cutter.feed(Buffer.concat([startup, parseBindSync, query])).map((batch) => Buffer.from(batch))).toEqual([
      parseBindSync,
      Buffer.from(query),
    ])
  })

  test('come out the same when the bytes arrive one by one', () => {
    const cutter = batchCutter()
    const sent = Buffer.concat([startup, parseBindSync, frame('X', '')])
    const batches = [...sent].flatMap((byte) => cutter.feed(new Uint8Array([byte])))
    expect(batches.map((batch) => Buffer.from(batch))).toEqual([parseBindSync])
    expect(cutter.ended).toBe(true)
  })

  test('nothing counts after goodbye', () => {
    const cutter = batchCutter()
    expect(cutter.feed(Buffer.concat([startup, frame('X', ''), parseBindSync]))).toEqual([])
  })
})

test('a subscription is recognised in any case and not inside other statements', () => {
  expect(subscribes(simpleQuery('LISTEN "news"'))).toBe(true)
  expect(subscribes(simpleQuery('  listen news'))).toBe(true)
  expect(subscribes(simpleQuery("select 'listen x'"))).toBe(false)
  expect(subscribes(parseBindSync)).toBe(false)
})

describe('an answer', () => {
  test('is parted from the notifications in it', () => {
    const news = frame('A', '\0\0\0\x01news\0one\0')
    const more = frame('A', '\0\0\0\x01news\0two\0')
    const bytes = Buffer.concat([frame('C', 'COMMIT\0'), news, more, frame('Z', 'I')])
    const { answer, notifications, status } = readAnswer(bytes)
    expect(Buffer.from(answer)).toEqual(Buffer.concat([frame('C', 'COMMIT\0'), frame('Z', 'I')]))
    expect(notifications.map((bytes) => Buffer.from(bytes))).toEqual([news, more])
    expect(status).toBe('idle')
  })

  test('tells how the session stands, or that the backend is gone', () => {
    expect(readAnswer(frame('Z', 'T')).status).toBe('in-transaction')
    expect(readAnswer(frame('Z', 'E')).status).toBe('failed-transaction')
    expect(readAnswer(hello).status).toBe('idle')
    expect(readAnswer(fatalError('57P01', 'gone')).status).toBeUndefined()
    expect(readAnswer(new Uint8Array(0)).status).toBeUndefined()
  })
})

test('the first column of each row is read as text', () => {
  const row = (text: string) => frame('D', `\0\x02\0\0\0${String.fromCharCode(text.length)}${text}\xff\xff\xff\xff`)
  const answer = Buffer.concat([frame('T', ''), row('public.job'), row(''), frame('C', 'SELECT 2\0'), frame('Z', 'I')])
  expect(firstColumn(answer)).toEqual(['public.job', ''])
})
