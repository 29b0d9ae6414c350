import { describe, expect, test } from 'vitest'
import { programAliexpress, programAmazon, programLazada } from '#test/world/a-program.ts'
import { restrictedView } from './view-only.ts'

describe('[RE1] what is shown of what is taken is the program’s', () => {
  test('Lazada and Amazon: everything that opening takes leaves the seller only looking', () => {
    for (const program of [programLazada(), programAmazon()]) {
      const [first] = program.restrictions
      expect(first?.afterHours).toBe(0)
      expect(restrictedView(program, first?.capabilities ?? [])).toEqual({ viewOnly: true, searchDemoted: false })
      expect(restrictedView(program, (first?.capabilities ?? []).slice(1)).viewOnly).toBe(false)
    }
  })

  test('AliExpress: the first stage leaves orders; the second demotes in search', () => {
    const program = programAliexpress()
    const [first, second] = program.restrictions.map((stage) => stage.capabilities)
    expect(restrictedView(program, first ?? [])).toEqual({ viewOnly: false, searchDemoted: false })
    expect(restrictedView(program, [...(first ?? []), ...(second ?? [])]).searchDemoted).toBe(true)
  })
})
