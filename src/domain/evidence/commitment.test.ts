import { describe, expect, it } from 'vitest'
import { commitment, opensCommitment } from './commitment.ts'

const salt = new Uint8Array(32).fill(7)

describe('[EV1] salted commitments', () => {
  it('open with their salt, purpose and value, and with nothing else', () => {
    const committed = commitment(salt, 'case_1/event/1/id-number', '110101199003070038')
    expect(opensCommitment(committed, salt, 'case_1/event/1/id-number', '110101199003070038')).toBe(true)
    expect(opensCommitment(committed, salt, 'case_1/event/1/id-number', '110101199003070039')).toBe(false)
    expect(opensCommitment(committed, salt, 'case_1/event/2/id-number', '110101199003070038')).toBe(false)
    expect(opensCommitment(committed, new Uint8Array(32), 'case_1/event/1/id-number', '110101199003070038')).toBe(false)
    expect(opensCommitment('not a hash', salt, 'case_1/event/1/id-number', '110101199003070038')).toBe(false)
  })

  it('keep purpose and value apart wherever the border is', () => {
    expect(commitment(salt, 'a', 'b:c')).not.toBe(commitment(salt, 'a:b', 'c'))
    expect(commitment(salt, '1:a', 'b')).not.toBe(commitment(salt, '1', 'a:b'))
  })

  it('refuse a short salt, which could be searched', () => {
    expect(() => commitment(new Uint8Array(16), 'a', 'b')).toThrow(RangeError)
  })
})
