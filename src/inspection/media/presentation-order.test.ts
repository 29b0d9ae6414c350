import { describe, expect, test } from 'vitest'
import { openPresentationOrder, packetShowsPicture } from './presentation-order.ts'

const packet = (ptsUs: number) => ({ ptsUs, keyFrame: false })

describe('stamps of decoded pictures', () => {
  test('follow the order of showing, not of decoding', () => {
    const order = openPresentationOrder()
    // A group with B-frames: the decoder hands its first picture out after the third packet.
    for (const ptsUs of [0, 120, 40, 80]) order.packetGiven(packet(ptsUs))
    expect([1, 2, 3, 4, 5].map(() => order.pictureOut()?.ptsUs ?? null)).toEqual([0, 40, 80, 120, null])
  })

  test('skip a packet that was lost', () => {
    const order = openPresentationOrder()
    const damaged = packet(40)
    order.packetGiven(packet(0))
    order.packetGiven(damaged)
    order.packetGiven(packet(80))
    order.packetLost(damaged)
    expect([order.pictureOut()?.ptsUs, order.pictureOut()?.ptsUs]).toEqual([0, 80])
  })

  test('recover from losses nobody was told of', () => {
    const order = openPresentationOrder()
    for (let at = 0; at < 1000; at++) order.packetGiven(packet(at))
    expect(order.pictureOut()!.ptsUs).toBeGreaterThan(900)
  })
})

describe('packetShowsPicture', () => {
  test('knows the hidden frames of VP8 and VP9', () => {
    expect(packetShowsPicture('vp8', Uint8Array.of(0x10))).toBe(true)
    expect(packetShowsPicture('vp8', Uint8Array.of(0x01))).toBe(false)
    // Profile 0, not an existing frame, inter frame: shown and hidden.
    expect(packetShowsPicture('vp09.00.10.08', Uint8Array.of(0b1000_0110, 0))).toBe(true)
    expect(packetShowsPicture('vp09.00.10.08', Uint8Array.of(0b1000_0100, 0))).toBe(false)
    // An existing frame is shown; a superframe holds one that is.
    expect(packetShowsPicture('vp09.00.10.08', Uint8Array.of(0b1000_1000, 0))).toBe(true)
    expect(packetShowsPicture('vp09.00.10.08', Uint8Array.of(0b1000_0100, 0xc1))).toBe(true)
    // Profile 3 has one reserved bit more.
    expect(packetShowsPicture('vp09.03.10.10', Uint8Array.of(0b1011_0001, 0))).toBe(true)
  })

  test('takes every packet of other codecs for a picture, and none without bytes', () => {
    expect(packetShowsPicture('avc1.42c01f', Uint8Array.of(0))).toBe(true)
    expect(packetShowsPicture('vp8', new Uint8Array(0))).toBe(false)
  })
})
