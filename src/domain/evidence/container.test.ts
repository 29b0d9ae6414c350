import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { containerParts, type Entry, readContainer } from './container.ts'

const entries: Entry[] = [
  { path: 'a.json', bytes: Buffer.from('{}') },
  { path: 'blobs/b.webm', bytes: Buffer.alloc(1000, 7) },
]

describe('[EV1] bundle container', () => {
  it('reads what it writes', () => {
    const read = readContainer(Buffer.concat(containerParts(entries)))
    expect(read.ok && read.entries.map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes) }))).toEqual(entries)
  })

  it('refuses a ZIP bomb without unpacking it, and any other ZIP', () => {
    const bomb = zipSync({ 'manifest.json': new Uint8Array(8_000_000) })
    expect(bomb.length).toBeLessThan(10_000)
    expect(readContainer(bomb)).toEqual({ ok: false, why: 'not-in-our-form' })
    expect(readContainer(zipSync({ 'a.json': [Buffer.from('{}'), { level: 0 }] }))).toEqual({
      ok: false,
      why: 'not-in-our-form',
    })
  })

  it('refuses an entry that says it is larger than the file', () => {
    const bytes = Buffer.concat(containerParts(entries))
    bytes.writeUInt32LE(0xffff_fff0, 22)
    expect(readContainer(bytes)).toEqual({ ok: false, why: 'not-in-our-form' })
  })

  it('refuses what is larger, or has more entries, than allowed', () => {
    const bytes = Buffer.concat(containerParts(entries))
    expect(readContainer(bytes, { bytesMax: bytes.length, entriesMax: 2 })).toMatchObject({ ok: true })
    expect(readContainer(bytes, { bytesMax: bytes.length - 1, entriesMax: 2 })).toEqual({ ok: false, why: 'too-large' })
    expect(readContainer(bytes, { bytesMax: bytes.length, entriesMax: 1 })).toEqual({
      ok: false,
      why: 'too-many-entries',
    })
    expect(() => containerParts(entries, { bytesMax: bytes.length - 1, entriesMax: 2 })).toThrow(RangeError)
    expect(() => containerParts(entries, { bytesMax: 1e6, entriesMax: 1 })).toThrow(RangeError)
  })

  it('refuses two entries of one path, which tools unpack differently', () => {
    const twice = [entries[0]!, { ...entries[0]!, bytes: Buffer.from('[]') }]
    expect(() => containerParts(twice)).toThrow(RangeError)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['an empty ZIP', Buffer.from(zipSync({}))],
  ])('does not take %s for a container', (_, bytes) => {
    expect(readContainer(bytes)).toEqual({ ok: false, why: 'not-a-container' })
  })
})
