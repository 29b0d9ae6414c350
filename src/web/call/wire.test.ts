import { expect, test } from 'vitest'
import { longestMessageChars, readCallMessage } from './wire.ts'

const message = (body: unknown) => ({ fromEpoch: 1, toEpoch: 2, generation: 0, body })

test('a message of a call is read as it was said', () => {
  for (const body of [
    { kind: 'offer', no: 1, sdp: 'v=0' },
    { kind: 'answer', to: 1, sdp: 'v=0' },
    { kind: 'candidate', candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' } },
    { kind: 'restart' },
    { kind: 'bye' },
  ])
    expect(readCallMessage(JSON.parse(JSON.stringify(message(body))))).toEqual(message(body))
})

test('what is none is passed over, whatever it is', () => {
  for (const value of [
    null,
    'bye',
    [],
    {},
    message(null),
    message({ kind: 'unknown' }),
    message({ kind: 'offer', no: -1, sdp: '' }),
    message({ kind: 'offer', no: 1, sdp: 'x'.repeat(longestMessageChars + 1) }),
    message({ kind: 'answer', sdp: 'v=0' }),
    message({ kind: 'candidate', candidate: { candidate: 7 } }),
    { ...message({ kind: 'bye' }), fromEpoch: '1' },
    { ...message({ kind: 'bye' }), generation: 0.5 },
  ])
    expect(readCallMessage(value)).toBeNull()
})

test('nothing else that was sent along is taken', () => {
  const read = readCallMessage({ ...message({ kind: 'bye', extra: 1 }), from: 'somebody else' })
  expect(read).toEqual(message({ kind: 'bye' }))
})
