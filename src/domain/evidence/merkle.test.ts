import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hash } from './hash.ts'
import {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  type Frontier,
  inclusionProof,
  leafHash,
  type NodeAt,
  root,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

/** The eight leaves that the certificate-transparency projects test with; roots and proofs below are their published ones. */
const publishedLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(Buffer.from(hex, 'hex')))
const publishedRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

function grow(leaves: readonly Hash[]): { frontiers: Frontier[]; nodeAt: NodeAt } {
  const nodes = new Map<string, Hash>()
  const frontiers = [emptyFrontier]
  for (const leaf of leaves) {
    const grown = appendLeaf(frontiers.at(-1)!, leaf)
    frontiers.push(grown.frontier)
    for (const { level, index, hash } of grown.completed) nodes.set(`${level}/${index}`, hash)
  }
  const nodeAt: NodeAt = (level, index) => {
    const hash = nodes.get(`${level}/${index}`)
    if (!hash) throw new Error(`node ${level}/${index} was never completed`)
    return hash
  }
  return { frontiers, nodeAt }
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, no) => leafHash(Buffer.from(`leaf ${no}`)))
const aSize = fc.integer({ min: 1, max: 130 })
const flip = (hash: Hash, at: number): Hash => {
  const bytes = Buffer.from(hash, 'hex')
  bytes[at % 32]! ^= 1
  return bytes.toString('hex')
}

describe('[EV1] Merkle tree (RFC 6962)', () => {
  it('gives the published roots', () => {
    const { frontiers } = grow(publishedLeaves)
    expect(root(emptyFrontier)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(frontiers.slice(1).map(root)).toEqual(publishedRoots)
  })

  it('gives the published proofs', () => {
    const { nodeAt } = grow(publishedLeaves)
    expect(inclusionProof(nodeAt, 0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(consistencyProof(nodeAt, 6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  it('keeps a frontier of one peak per bit of the size', () => {
    for (const [size, { peaks }] of grow(leavesOf(70)).frontiers.entries()) {
      expect(peaks).toHaveLength(size.toString(2).replaceAll('0', '').length)
    }
  })

  it('proves every leaf of every tree, and no other leaf, place, size or root', () => {
    fc.assert(
      fc.property(aSize, fc.nat(), fc.nat(), (size, pick, other) => {
        const leaves = leavesOf(size)
        const { frontiers, nodeAt } = grow(leaves)
        const index = pick % size
        const proof = inclusionProof(nodeAt, index, size)
        const treeRoot = root(frontiers[size]!)
        expect(verifyInclusion(leaves[index]!, index, size, proof, treeRoot)).toBe(true)
        expect(verifyInclusion(flip(leaves[index]!, other), index, size, proof, treeRoot)).toBe(false)
        expect(verifyInclusion(leaves[index]!, index, size, proof, flip(treeRoot, other))).toBe(false)
        expect(verifyInclusion(leaves[index]!, index, size, [...proof, treeRoot], treeRoot)).toBe(false)
        if (size > 1) {
          const elsewhere = (index + 1 + (other % (size - 1))) % size
          expect(verifyInclusion(leaves[index]!, elsewhere, size, proof, treeRoot)).toBe(false)
          const spoilt = proof.with(other % proof.length, flip(proof[other % proof.length]!, pick))
          expect(verifyInclusion(leaves[index]!, index, size, spoilt, treeRoot)).toBe(false)
          expect(verifyInclusion(leaves[index]!, index, size, proof.slice(1), treeRoot)).toBe(false)
        }
      }),
    )
  })

  it('proves that a tree only grew, and finds a rewritten past', () => {
    fc.assert(
      fc.property(aSize, fc.nat(), fc.nat(), (size, pick, other) => {
        const { frontiers, nodeAt } = grow(leavesOf(size))
        const oldSize = 1 + (pick % size)
        const proof = consistencyProof(nodeAt, oldSize, size)
        const older = { size: oldSize, root: root(frontiers[oldSize]!) }
        const newer = { size, root: root(frontiers[size]!) }
        expect(verifyConsistency(older, newer, proof)).toBe(true)
        expect(verifyConsistency({ ...older, root: flip(older.root, other) }, newer, proof)).toBe(false)
        expect(verifyConsistency(older, { ...newer, root: flip(newer.root, other) }, proof)).toBe(false)
        if (proof.length > 0) {
          const at = other % proof.length
          expect(verifyConsistency(older, newer, proof.with(at, flip(proof[at]!, pick)))).toBe(false)
          expect(verifyConsistency(older, newer, proof.slice(0, -1))).toBe(false)
        }
      }),
    )
  })

  it('never takes an inner node for a leaf', () => {
    const { nodeAt } = grow(leavesOf(2))
    const asLeaf = Buffer.from(nodeAt(0, 0) + nodeAt(0, 1), 'hex')
    expect(leafHash(asLeaf)).not.toBe(nodeAt(1, 0))
  })

  it.each([
    [-1, 4],
    [4, 4],
    [0, 0],
    [0.5, 4],
  ])('refuses leaf %s of %s', (index, size) => {
    const { nodeAt } = grow(leavesOf(4))
    expect(() => inclusionProof(nodeAt, index, size)).toThrow(RangeError)
    expect(verifyInclusion(nodeAt(0, 0), index, size, [], nodeAt(0, 0))).toBe(false)
  })
})
