import { expect, test } from 'vitest'
import { aFace } from '#test/world/a-face.ts'
import { packedCosine, packFace, unpackFace } from './face.ts'

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

test('[SC3] a face in one byte a member is as like another as before, to half a hundredth', () => {
  for (const likeness of [0, 0.3, 0.6, 0.9, 1])
    for (let person = 1; person <= 20; person += 1) {
      const [one, other] = [aFace(person, 1, likeness).vector, aFace(person, 2, likeness).vector]
      expect(Math.abs(packedCosine(packFace(one), packFace(other)) - cosine(one, other))).toBeLessThan(0.005)
    }
})

test('[SC3] what was packed is read again, and nothing else is', () => {
  const packed = packFace(aFace(1).vector)
  expect(unpackFace(new Uint8Array(packed.buffer))).toEqual(packed)
  expect(unpackFace(new Uint8Array(511))).toBeNull()
  expect(unpackFace(new Uint8Array(2_048))).toBeNull()
  // Nothing at all is no face: it would be like nobody and like everybody.
  expect(unpackFace(new Uint8Array(512))).toBeNull()
})
