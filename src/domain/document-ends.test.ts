import { describe, expect, test } from 'vitest'
import { firstEndMs, type LastDay, readEnd } from './document-ends.ts'

const document = (onFile: LastDay, { read, confirmed }: { read?: LastDay; confirmed?: LastDay } = {}) => ({
  onFile,
  read,
  confirmed,
})
const zone = 'Asia/Shanghai'
/** The last day counts whole, by the clock of Shanghai: eight hours before midnight in Greenwich. */
const endOf = (day: string) => Date.parse(`${day}T16:00:00Z`)

describe('[RE3] the end of what a pass was made with', () => {
  test('is that of the document that ends first, at the end of its last day', () => {
    const card = document('2035-01-01')
    expect(firstEndMs({ card, licence: document('2030-06-30') }, zone)).toBe(endOf('2030-06-30'))
    expect(firstEndMs({ card, licence: document('2040-06-30') }, zone)).toBe(endOf('2035-01-01'))
    expect(firstEndMs({ card, licence: document(null) }, zone)).toBe(endOf('2035-01-01'))
    expect(firstEndMs({ card, licence: null }, zone)).toBe(endOf('2035-01-01'))
  })

  test('never comes where neither has an end, and is not known where that of the card is not', () => {
    const endless = document(undefined, { read: null })
    expect(firstEndMs({ card: endless, licence: document(null) }, zone)).toBeNull()
    expect(firstEndMs({ card: document(undefined), licence: document('2030-06-30') }, zone)).toBeUndefined()
  })

  test('is the earlier of what was read and what is on file, unless a person saw the original [RE4]', () => {
    const at = (confirmed?: LastDay) =>
      firstEndMs({ card: document('2035-01-01', { read: '2033-05-05', confirmed }), licence: null }, zone)
    expect(at()).toBe(endOf('2033-05-05'))
    expect(at('2036-01-01')).toBe(endOf('2036-01-01'))
    expect(at(null)).toBeNull()
    expect(firstEndMs({ card: document('2035-01-01', { read: null }), licence: null }, zone)).toBe(endOf('2035-01-01'))
  })

  test('is read as checks print it', () => {
    expect(readEnd('2034-09-12')).toBe('2034-09-12')
    expect(readEnd('长期')).toBeNull()
    for (const nothing of ['2034-13-12', '长', '', null, undefined]) expect(readEnd(nothing)).toBeUndefined()
  })
})
