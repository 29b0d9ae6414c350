import { expect, test } from 'vitest'
import { withStartBitrate } from './start-bitrate.ts'

const description = [
  'v=0',
  's=-',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98 102',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:98 VP9/90000',
  'a=fmtp:98 profile-id=0',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f',
  '',
].join('\r\n')

test('every codec of the picture is told where to begin, and nothing else is touched', () => {
  expect(withStartBitrate(description, 3).split('\r\n')).toEqual([
    'v=0',
    's=-',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98 102',
    'a=rtpmap:96 VP8/90000',
    'a=fmtp:96 x-google-start-bitrate=1003',
    'a=rtcp-fb:96 nack pli',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=rtpmap:98 VP9/90000',
    'a=fmtp:98 profile-id=0;x-google-start-bitrate=1003',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=1003',
    '',
  ])
})

test('a description without a picture stays as it is', () => {
  const sound = description.slice(0, description.indexOf('m=video'))
  expect(withStartBitrate(sound, 1)).toBe(sound)
  expect(withStartBitrate('no description at all', 1)).toBe('no description at all')
})

test('another negotiation begins anew: what a cut line seemed to carry is forgotten', () => {
  expect(withStartBitrate(description, 2)).not.toBe(withStartBitrate(description, 1))
  expect(withStartBitrate(description, 1)).toBe(withStartBitrate(description, 1))
})
