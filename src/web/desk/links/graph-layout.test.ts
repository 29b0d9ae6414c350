import { describe, expect, test } from 'vitest'
import type { LinkGraph, LinkTie } from '#contracts/desk-links.ts'
import { layoutGraph, nodeBeside, nodeSize } from './graph-layout.ts'

const at = '2026-01-01T00:00:00Z'
const shop = (sellerId: string, distance: number | null) => ({
  sellerId,
  site: 'ES',
  samePerson: false,
  sameEntity: false,
  distance,
  newestCase: null,
})
const tie = (a: string, b: string, kind: LinkTie['kind'], strength: LinkTie['strength'] = 'certain'): LinkTie => ({
  a,
  b,
  kind,
  strength,
  value: `${a}-${b}-${kind}`,
  since: at,
})
const graphOf = (shops: LinkGraph['shops'], ties: LinkTie[], rulings: LinkGraph['rulings'] = []): LinkGraph => ({
  sellerId: 'own',
  shops,
  ties,
  crowds: [],
  hubAbove: 20,
  lookAlikes: [],
  facesCompared: null,
  rulings,
  isCut: false,
})
const family = graphOf(
  [shop('own', 0), shop('b', 1), shop('a', 1), shop('c', 2), shop('hint', null)],
  [
    tie('a', 'own', 'person'),
    tie('a', 'own', 'phone'),
    tie('b', 'own', 'licence'),
    tie('b', 'c', 'bank-account'),
    tie('hint', 'own', 'device', 'hint'),
  ],
)

describe('[TR3] the picture of links', () => {
  test('columns are ties away, and what only hints stands last', () => {
    const { nodes } = layoutGraph(family)
    expect(nodes.map(({ id, column, row }) => [id, column, row])).toEqual([
      ['own', 0, 0],
      ['a', 1, 0],
      ['b', 1, 1],
      ['c', 2, 0],
      ['hint', 3, 0],
    ])
  })

  test('every shop hangs by what it shares with the one before it', () => {
    expect(layoutGraph(family).edges.map(({ from, to, kinds, belongs }) => [from, to, kinds, belongs])).toEqual([
      ['own', 'a', ['person', 'phone'], true],
      ['own', 'b', ['licence'], true],
      ['b', 'c', ['bank-account'], true],
      ['own', 'hint', ['device'], false],
    ])
  })

  test('the order in which shops and ties come changes nothing', () => {
    const turned = { ...family, shops: family.shops.toReversed(), ties: family.ties.toReversed() }
    const { edges, ...rest } = layoutGraph(family)
    const again = layoutGraph(turned)
    expect({ nodes: again.nodes, widthPx: again.widthPx, heightPx: again.heightPx }).toEqual(rest)
    expect(again.edges.map(({ from, to }) => [from, to])).toEqual(edges.map(({ from, to }) => [from, to]))
  })

  test('no two nodes lie over each other, and all are in the picture', () => {
    const { nodes, widthPx, heightPx } = layoutGraph(family)
    for (const one of nodes) {
      expect(one.x + nodeSize.widthPx).toBeLessThanOrEqual(widthPx)
      expect(one.y).toBeGreaterThanOrEqual(0)
      expect(one.y + nodeSize.heightPx).toBeLessThanOrEqual(heightPx)
      for (const other of nodes)
        if (one !== other && one.column === other.column)
          expect(Math.abs(one.y - other.y)).toBeGreaterThan(nodeSize.heightPx)
    }
  })

  test('more than can be read are counted instead, the nearest drawn', () => {
    const many = graphOf(
      [shop('own', 0), ...Array.from({ length: 9 }, (_, no) => shop(`s${no}`, 1)), shop('far', 2)],
      Array.from({ length: 9 }, (_, no) => tie('own', `s${no}`, 'person')),
    )
    const { nodes } = layoutGraph(many, { most: 5, opened: new Set(['same-1 own person']) })
    expect(nodes.map(({ id, more }) => [id, more])).toEqual([
      ['own', 0],
      ['s0', 0],
      ['s1', 0],
      ['s2', 0],
      ['s3', 0],
      ['more-1', 5],
      ['more-2', 1],
    ])
  })

  test('of many shops those that share the same are one box, which can be opened; who has a case stays for itself', () => {
    const opened = new Date(at).toISOString()
    const withCase = { ...shop('s3', 1), newestCase: { id: 'c', status: 'in-review', openedAt: opened } as never }
    const others = [...Array.from({ length: 12 }, (_, no) => (no === 3 ? withCase : shop(`s${no}`, 1))), shop('t', 1)]
    const many = graphOf(
      [shop('own', 0), ...others, shop('far', 2)],
      [
        ...Array.from({ length: 12 }, (_, no) => tie('own', `s${no}`, 'phone')),
        tie('own', 't', 'person'),
        tie('s5', 'far', 'licence'),
      ],
    )
    const { nodes, edges } = layoutGraph(many)
    const box = nodes.find(({ members }) => members.length > 0)
    expect(box?.members).toEqual(['s0', 's1', 's10', 's11', 's2', 's4', 's6', 's7', 's8', 's9'])
    expect(nodes.filter(({ members }) => members.length === 0).map(({ id }) => id)).toEqual([
      'own',
      's3',
      's5',
      't',
      'far',
    ])
    expect(edges).toContainEqual({ from: 'own', to: box?.id, kinds: ['phone'], isRuled: false, belongs: true })
    const each = layoutGraph(many, { opened: new Set([box?.id ?? '']) })
    expect(each.nodes).toHaveLength(15)
    expect(nodeBeside({ ...layoutGraph(many) }, 't', 'ArrowUp')).toBe('s5')
  })

  test('a merge joins what shares nothing', () => {
    const merge = {
      id: '1',
      type: 'merge',
      a: 'm',
      b: 'own',
      kind: null,
      value: null,
      why: null,
      by: null,
      at,
    } as const
    const merged = layoutGraph(graphOf([shop('own', 0), shop('m', 1)], [], [{ ...merge, withdrawn: null }]))
    expect(merged.edges).toMatchObject([{ from: 'own', to: 'm', kinds: [], isRuled: true }])
  })

  test('arrow keys go where they point', () => {
    const layout = layoutGraph(family)
    const goes = (id: string, key: string) => nodeBeside(layout, id, key)
    expect(goes('own', 'ArrowRight')).toBe('a')
    expect(goes('a', 'ArrowDown')).toBe('b')
    expect(goes('b', 'ArrowDown')).toBe('b')
    expect(goes('b', 'ArrowRight')).toBe('c')
    expect(goes('c', 'ArrowLeft')).toBe('b')
    expect(goes('own', 'End')).toBe('hint')
    expect(goes('hint', 'Home')).toBe('own')
    expect(goes('gone', 'ArrowUp')).toBe('own')
  })
})
