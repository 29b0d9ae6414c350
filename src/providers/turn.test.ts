import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTurn } from './turn.ts'

test('credentials are the relay’s for this participant and end with the call', () => {
  const calls = openTurn({ urls: ['turn:relay.example:3478'], secret: 'a secret of the relay' })
  const [server] = calls.iceServers('seller', 1_800_000_000_999)
  expect(server).toMatchObject({ urls: ['turn:relay.example:3478'], username: '1800000000:seller' })
  const expected = createHmac('sha1', 'a secret of the relay').update('1800000000:seller').digest('base64')
  expect(server?.credential).toBe(expected)
})

test('nobody is sent to a relay where there is none', () => {
  expect(openTurn(null).iceServers('seller', 0)).toEqual([])
})
