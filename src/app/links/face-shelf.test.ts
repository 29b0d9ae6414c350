import { describe, expect, test } from 'vitest'
import { packFace } from '#domain/links/face.ts'
import { aFace } from '#test/world/a-face.ts'
import { openFaceShelf } from './face-shelf.ts'

const packed = (person: number, of = 0, likeness?: number) => packFace(aFace(person, of, likeness).vector)
const wanted = { exceptSeller: 'own', from01: 0.6, most: 3 }

describe('[SC3] faces on the shelf', () => {
  test('the nearest of each other shop come first, and nobody below the limit', async () => {
    const shelf = openFaceShelf()
    for (let person = 2; person < 300; person += 1) shelf.put(`r${person}`, `shop-${person}`, packed(person))
    shelf.put('own-before', 'own', packed(1, 1))
    shelf.put('a-1', 'a', packed(1, 2, 0.9))
    shelf.put('a-2', 'a', packed(1, 3, 0.99))
    shelf.put('b-1', 'b', packed(1, 4, 0.85))
    const near = await shelf.nearest(packed(1, 0), wanted)
    expect(near.map(({ recordingId }) => recordingId)).toEqual(['a-2', 'b-1'])
    expect(near[0]?.similarity01).toBeGreaterThan(0.9)
    expect(await shelf.nearest(packed(1, 0), { ...wanted, most: 1 })).toHaveLength(1)
  })

  test('what was forgotten is found no more, does not come back, and leaves its place to another', async () => {
    const shelf = openFaceShelf()
    shelf.put('a', 'a', packed(1, 1))
    shelf.put('b', 'b', packed(2, 1))
    shelf.forget(['a'])
    shelf.put('a', 'a', packed(1, 1))
    expect(shelf.size()).toBe(1)
    expect(await shelf.nearest(packed(1), wanted)).toEqual([])
    shelf.put('c', 'c', packed(1, 2))
    expect((await shelf.nearest(packed(1), wanted)).map(({ sellerId }) => sellerId)).toEqual(['c'])
    shelf.clear()
    expect(await shelf.nearest(packed(1), wanted)).toEqual([])
  })

  test('others go first while many are compared', async () => {
    const shelf = openFaceShelf()
    const face = packed(9)
    for (let no = 0; no < 60_000; no += 1) shelf.put(`r${no}`, `shop-${no}`, face)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    const near = await shelf.nearest(packed(9, 1), wanted)
    clearInterval(timer)
    expect(near).toHaveLength(3)
    expect(turns).toBeGreaterThan(0)
  })
})
