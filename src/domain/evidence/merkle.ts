import { createHash } from 'node:crypto'
import type { Hash } from './hash.ts'

/**
 * The tenant-wide Merkle tree of RFC 6962 (hashing and proofs as in RFC 9162, section 2.1). A tree over many cases lets
 * the operator publish one small root that fixes them all. It grows by a frontier: the roots of its complete subtrees,
 * at most one per bit of the size, so that an append costs O(log n) and never reads old leaves.
 *
 * Nodes are addressed as (level, index): level 0 are leaves, and node (l, i) covers leaves i·2^l to (i+1)·2^l. Only
 * complete nodes are ever stored; they never change, which is what makes proofs cheap.
 */

/** `peaks` from the largest subtree (leftmost) to the smallest. */
export type Frontier = { size: number; peaks: readonly Hash[] }
export type TreeNode = { level: number; index: number; hash: Hash }
/** Reads a complete node that `appendLeaf` reported. Throws when it is not there. */
export type NodeAt = (level: number, index: number) => Hash

export const emptyFrontier: Frontier = { size: 0, peaks: [] }

const hashOf = (prefix: number, ...parts: Uint8Array[]): Hash => {
  const hash = createHash('sha256').update(Uint8Array.of(prefix))
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** The prefixes keep a leaf from ever passing for an inner node. */
export const leafHash = (leaf: Uint8Array): Hash => hashOf(0, leaf)
const nodeHash = (left: Hash, right: Hash): Hash => hashOf(1, Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))

/** `completed` are the nodes this leaf finished, itself included: store them where proofs are wanted. */
export function appendLeaf(frontier: Frontier, leaf: Hash): { frontier: Frontier; completed: TreeNode[] } {
  const peaks = [...frontier.peaks]
  let node: TreeNode = { level: 0, index: frontier.size, hash: leaf }
  const completed = [node]
  // An odd index is a right child: its left sibling is the last peak.
  while (node.index % 2 === 1) {
    const left = peaks.pop()
    if (left === undefined) throw new RangeError('frontier has fewer peaks than its size says')
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) }
    completed.push(node)
  }
  peaks.push(node.hash)
  return { frontier: { size: frontier.size + 1, peaks }, completed }
}

export function root(frontier: Frontier): Hash {
  const last = frontier.peaks.at(-1)
  if (last === undefined) return createHash('sha256').digest('hex')
  return frontier.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** The largest power of two below n, for n > 1. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The hash over `count` leaves from `start`, which RFC 6962's recursion only ever asks for at aligned starts. */
function subtree(nodeAt: NodeAt, start: number, count: number): Hash {
  const level = Math.log2(count)
  if (Number.isInteger(level)) return nodeAt(level, start / count)
  const k = split(count)
  return nodeHash(subtree(nodeAt, start, k), subtree(nodeAt, start + k, count - k))
}

/** Audit path of the leaf at `index` in the tree of the first `size` leaves, lowest sibling first. */
export function inclusionProof(nodeAt: NodeAt, index: number, size: number): Hash[] {
  if (!(Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size)) {
    throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  }
  const path = (start: number, count: number): Hash[] => {
    if (count === 1) return []
    const k = split(count)
    return index < start + k
      ? [...path(start, k), subtree(nodeAt, start + k, count - k)]
      : [...path(start + k, count - k), subtree(nodeAt, start, k)]
  }
  return path(0, size)
}

/** Proof that the tree of `newSize` only appended to the tree of `oldSize` (RFC 6962, 2.1.2). */
export function consistencyProof(nodeAt: NodeAt, oldSize: number, newSize: number): Hash[] {
  if (!(Number.isSafeInteger(newSize) && Number.isSafeInteger(oldSize) && oldSize > 0 && oldSize <= newSize)) {
    throw new RangeError(`no consistency between sizes ${oldSize} and ${newSize}`)
  }
  const path = (m: number, start: number, count: number, isOldRoot: boolean): Hash[] => {
    if (m === count) return isOldRoot ? [] : [subtree(nodeAt, start, count)]
    const k = split(count)
    return m <= k
      ? [...path(m, start, k, isOldRoot), subtree(nodeAt, start + k, count - k)]
      : [...path(m - k, start + k, count - k, false), subtree(nodeAt, start, k)]
  }
  return path(oldSize, 0, newSize, true)
}

const halve = (n: number) => Math.floor(n / 2)

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = halve(at)
        last = halve(last)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    at = halve(at)
    last = halve(last)
  }
  return last === 0 && hash === root
}

/** RFC 9162, 2.1.4.2. */
export function verifyConsistency(
  older: { size: number; root: Hash },
  newer: { size: number; root: Hash },
  proof: readonly Hash[],
): boolean {
  if (!(Number.isSafeInteger(older.size) && Number.isSafeInteger(newer.size))) return false
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root
  const path = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : [...proof]
  const first = path.shift()
  if (first === undefined) return false
  let at = older.size - 1
  let last = newer.size - 1
  while (at % 2 === 1) {
    at = halve(at)
    last = halve(last)
  }
  let oldHash = first
  let newHash = first
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      oldHash = nodeHash(sibling, oldHash)
      newHash = nodeHash(sibling, newHash)
      while (at % 2 === 0 && at !== 0) {
        at = halve(at)
        last = halve(last)
      }
    } else {
      newHash = nodeHash(newHash, sibling)
    }
    at = halve(at)
    last = halve(last)
  }
  return last === 0 && oldHash === older.root && newHash === newer.root
}
