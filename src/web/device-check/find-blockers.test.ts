import { describe, expect, test } from 'vitest'
import { type BlockerPorts, findBlockers, isPartBlocked } from './find-blockers.ts'

const address = 'https://verify.example/assets/run-page-1a2b.js'
const missing = async () => Promise.reject(new TypeError(`Failed to fetch dynamically imported module: ${address}`))
const silent = async () => Promise.reject(new TypeError('Failed to fetch'))
const calm: BlockerPorts = {
  isSecure: true,
  hasVideoApi: true,
  loadParts: async () => ({}),
  fetchPart: async () => ({}),
  ping: async () => null,
  isBaitGone: async () => false,
}
const found = (changes: Partial<BlockerPorts>) => findBlockers({ ...calm, ...changes })

describe('[DV5] what something in the browser keeps from the page', () => {
  test('nothing, where all is there', async () => {
    expect(await found({})).toEqual([])
  })

  test('the way to the camera, on a page that has one by rights', async () => {
    expect(await found({ hasVideoApi: false })).toEqual(['video-api'])
    expect(await found({ hasVideoApi: false, isSecure: false })).toEqual([])
  })

  test('a part of ours that does not come, while our server answers', async () => {
    const asked: string[] = []
    const fetchPart = async (at: string) => {
      asked.push(at)
      return silent()
    }
    expect(await found({ loadParts: missing, fetchPart })).toEqual(['our-script'])
    expect(asked).toEqual([address])
  })

  test('nobody is accused of a part that was only late, that our server does not have, or of a server that is away', async () => {
    expect(await found({ loadParts: missing })).toEqual([])
    expect(await found({ loadParts: missing, fetchPart: silent, ping: silent })).toEqual([])
    expect(await found({ loadParts: silent, fetchPart: silent })).toEqual([])
  })

  test('that an ad blocker is there is told for itself; a bait that cannot be looked at says nothing', async () => {
    expect(await found({ isBaitGone: async () => true })).toEqual(['bait'])
    expect(await found({ isBaitGone: silent })).toEqual([])
  })
})

test('[DV5] a page of ours that did not come is told from one that broke', async () => {
  const ports = { fetchPart: silent, ping: async () => null }
  expect(await isPartBlocked(new TypeError(`error loading dynamically imported module: ${address}`), ports)).toBe(true)
  expect(await isPartBlocked(new TypeError('x is undefined'), ports)).toBe(false)
  expect(await isPartBlocked(null, ports)).toBe(false)
})
