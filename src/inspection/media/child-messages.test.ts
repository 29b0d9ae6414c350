import { expect, test } from 'vitest'
import { parseInfo, parseRefusal, parseSummary } from './child-messages.ts'

const say = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const info = {
  container: 'WebM',
  video: { codec: 'vp8', widthPx: 640, heightPx: 480, rotationDeg: 90 },
  audio: { codec: 'opus', sampleRateHz: 48_000, channels: 1 },
}

test('what an honest process says is taken', () => {
  expect(parseInfo(say(info))).toEqual(info)
  expect(parseInfo(say({ ...info, audio: null })).audio).toBeNull()
  const refusal = { code: 'recording-unreadable', detail: 'empty' }
  expect(parseRefusal(say(refusal))).toEqual(refusal)
})

test.each([
  ['no JSON', Buffer.from('{')],
  ['a field too many', say({ ...info, shell: 'x' })],
  ['a wrong type', say({ ...info, container: 7 })],
  ['a turn that is none', say({ ...info, video: { ...info.video, rotationDeg: 45 } })],
  ['a text without end', say({ ...info, container: 'x'.repeat(1000) })],
])('%s is not', (_name, payload) => {
  expect(() => parseInfo(payload)).toThrow()
})

test('a refusal that only the parent may give is not believed, and a long one is cut', () => {
  expect(() => parseRefusal(say({ code: 'decoder-killed', detail: '' }))).toThrow()
  expect(parseRefusal(say({ code: 'recording-too-large', detail: 'x'.repeat(9000) })).detail).toHaveLength(400)
})

test('a summary with figures that cannot be is not believed', () => {
  expect(() => parseSummary(say({ frames: -1 }))).toThrow()
  expect(() => parseSummary(say(null))).toThrow()
})
