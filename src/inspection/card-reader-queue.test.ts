import { expect, test } from 'vitest'
import { back, front, step } from '#test/inspection/hand-made-evidence.ts'
import { licence } from '#test/inspection/hand-made-licence.ts'
import { openCardReads } from './card-reader-queue.ts'

const idFront = step('id-front', 0, 60_000)
const portrait = { portrait: { box: [0, 0, 1, 1] as const, widthPx: 170, embedding: new Float32Array(8) } }
const every = (stepMs: number, toMs: number) => Array.from({ length: toMs / stepMs }, (_, i) => i * stepMs)

test('[CK1] readings are spread over the step, to its end, and bounded', () => {
  const reads = openCardReads()
  const read = every(200, 30_000).filter((atMs) => {
    const wanted = reads.wants(idFront, atMs)
    if (wanted) reads.took(idFront, atMs)
    return wanted
  })
  expect(read.length).toBe(12)
  const gaps = read.slice(1).map((atMs, i) => atMs - read[i]!)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(300)
  expect(gaps.at(-1)!).toBeGreaterThan(gaps[0]!)
})

test('[CK1] three readings that say the same settle a side; a different one does not count', () => {
  const reads = openCardReads()
  reads.saw(idFront, front(0, {}, portrait))
  reads.saw(idFront, front(300, { number: '110199199402220616' }, portrait))
  reads.saw(idFront, front(600, {}, portrait))
  expect(reads.wants(idFront, 5000)).toBe(true)
  reads.saw(idFront, front(900, {}, portrait))
  expect(reads.wants(idFront, 5000)).toBe(false)
})

test('[CK4] a front without its portrait, and the other side, settle nothing', () => {
  const reads = openCardReads()
  for (const atMs of [0, 300, 600, 900]) {
    reads.saw(idFront, front(atMs))
    reads.saw(idFront, back(atMs))
  }
  expect(reads.wants(idFront, 5000)).toBe(true)
})

test('[CK1] only steps that ask for a card are read', () => {
  const reads = openCardReads()
  expect(reads.wants(step('face', 0, 9000), 100)).toBe(false)
  expect(reads.wants(null, 100)).toBe(false)
  expect(reads.wants(step('id-back', 0, 9000), 100)).toBe(true)
})

test('[CK2] a licence is read alike twice at most, and not at all for a program that asks nothing of it', () => {
  const held = step('licence', 0, 60_000)
  const reads = openCardReads()
  reads.saw(held, licence(0))
  reads.saw(held, licence(600, {}, { seal: null }))
  expect(reads.wants(held, 5000)).toBe(true)
  reads.saw(held, licence(1200))
  expect(reads.wants(held, 5000)).toBe(false)
  expect(openCardReads((kind) => kind === 'licence').wants(held, 5000)).toBe(false)
})

test('[CK1] faint pictures are let go, but every third is looked at to say why it cannot be read', () => {
  const reads = openCardReads()
  const faint = [0, 1, 2, 3, 4, 5].map((no) => reads.took(idFront, no * 1000).letGoFaint)
  expect(faint).toEqual([true, true, false, true, true, false])
  expect(reads.took(step('id-back', 0, 60_000), 9000).letGoFaint).toBe(true)
})
