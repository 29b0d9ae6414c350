import type { LinkGraph, LinkTie } from '#contracts/desk-links.ts'

/**
 * Where the shops of a link graph stand: the shop that is looked at at the left, each further tie a column further right, and at
 * the far right those that only share something. Pure, and the same graph always looks the same.
 */
export type GraphNode = {
  /** The shop's id; of a node that stands for several, `more-` and its column. */
  id: string
  column: number
  row: number
  x: number
  y: number
  /** How many shops a node stands for that are not drawn; 0 for a shop. */
  more: number
}

/** What two shops share, or seem to: a face is a guess. */
type SharedKind = LinkTie['kind'] | 'face'

/** Why a shop stands where it does: what it has in common with the one left of it. */
export type GraphEdge = { from: string; to: string; kinds: SharedKind[]; isRuled: boolean; belongs: boolean }

export type GraphLayout = { nodes: GraphNode[]; edges: GraphEdge[]; widthPx: number; heightPx: number }

export const nodeSize = { widthPx: 176, heightPx: 46 } as const
const columnPx = 340
const rowPx = 70
const drawnMost = 60

type Shop = LinkGraph['shops'][number]

export const layoutGraph = (graph: LinkGraph, most: number = drawnMost): GraphLayout => {
  const columns = columnsOf(graph.shops)
  const room = sharesOf(
    columns.map((column) => column.length),
    most,
  )
  const heightPx = Math.max(1, ...columns.map((column, no) => drawnIn(column.length, room[no] ?? 0))) * rowPx
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  for (const [no, shops] of columns.entries()) {
    const left = new Map(nodes.filter(({ column, more }) => column < no && more === 0).map((node) => [node.id, node]))
    const placed = shops
      .map((shop) => ({ shop, edge: edgeTo(shop, graph, left) }))
      .sort((one, other) => rowOf(one.edge, left) - rowOf(other.edge, left) || compare(one.shop, other.shop))
    const drawn = placed.slice(0, room[no] ?? 0)
    const hidden = placed.length - drawn.length
    const rows = drawn.length + (hidden > 0 ? 1 : 0)
    const at = (row: number) => ({
      column: no,
      row,
      x: no * columnPx,
      y: (heightPx - rows * rowPx) / 2 + row * rowPx + (rowPx - nodeSize.heightPx) / 2,
    })
    for (const [row, { shop, edge }] of drawn.entries()) {
      nodes.push({ id: shop.sellerId, ...at(row), more: 0 })
      if (edge) edges.push(edge)
    }
    if (hidden > 0) nodes.push({ id: `more-${no}`, ...at(drawn.length), more: hidden })
  }
  return { nodes, edges, widthPx: (columns.length - 1) * columnPx + nodeSize.widthPx, heightPx }
}

const drawnIn = (length: number, room: number): number => Math.min(length, room) + (length > room ? 1 : 0)

/** By distance; those that do not belong come last. Columns that would be empty are left out. */
const columnsOf = (shops: readonly Shop[]): Shop[][] => {
  const farthest = Math.max(0, ...shops.map(({ distance }) => distance ?? 0))
  const columns = Array.from({ length: farthest + 2 }, (): Shop[] => [])
  for (const shop of shops) columns[shop.distance ?? farthest + 1]?.push(shop)
  return columns.filter((column) => column.length > 0)
}

/** How many of each column are drawn when not all can be: the nearest come first. */
const sharesOf = (lengths: readonly number[], most: number): number[] => {
  let left = most
  return lengths.map((length) => {
    const share = Math.min(length, left)
    left -= share
    return share
  })
}

/** The tie that leads to a shop: from the column before it where there is one, else from wherever it shares something. */
const edgeTo = (shop: Shop, graph: LinkGraph, left: ReadonlyMap<string, GraphNode>): GraphEdge | null => {
  const beside = new Map<string, SharedKind[]>()
  for (const { a, b, kind, strength } of graph.ties) {
    const other = a === shop.sellerId ? b : b === shop.sellerId ? a : null
    if (other === null || !left.has(other)) continue
    if (shop.distance !== null && strength !== 'certain') continue
    beside.set(other, [...new Set([...(beside.get(other) ?? []), kind])])
  }
  const looksAlike = graph.lookAlikes.some(({ other, isSplit }) => other.sellerId === shop.sellerId && !isSplit)
  if (shop.distance === null && looksAlike && left.has(graph.sellerId))
    beside.set(graph.sellerId, [...(beside.get(graph.sellerId) ?? []), 'face'])
  const ruled = new Set(
    graph.rulings.flatMap(({ type, a, b, withdrawn }) => {
      if (withdrawn || type === 'joins-nobody' || b === null) return []
      return a === shop.sellerId ? [b] : b === shop.sellerId ? [a] : []
    }),
  )
  for (const other of ruled) if (left.has(other) && !beside.has(other)) beside.set(other, [])
  // Who belongs hangs by the nearest that does; what is only shown hangs by the shop that is looked at, where it can.
  const nearer = shop.distance === null ? 1 : -1
  const [from] = [...beside.keys()].sort(
    (one, other) => nearer * (columnOf(one, left) - columnOf(other, left)) || text(one, other),
  )
  if (from === undefined) return null
  return {
    from,
    to: shop.sellerId,
    kinds: beside.get(from) ?? [],
    isRuled: ruled.has(from),
    belongs: shop.distance !== null,
  }
}

const columnOf = (id: string, left: ReadonlyMap<string, GraphNode>): number => left.get(id)?.column ?? -1
const rowOf = (edge: GraphEdge | null, left: ReadonlyMap<string, GraphNode>): number =>
  edge ? (left.get(edge.from)?.row ?? 0) : 9_999
const text = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const compare = (one: Shop, other: Shop): number => text(one.sellerId, other.sellerId)

/** The shop that an arrow key leads to from another; itself where there is none. */
export const nodeBeside = ({ nodes, edges }: GraphLayout, id: string, key: string): string => {
  const shops = nodes.filter(({ more }) => more === 0)
  const here = shops.find((node) => node.id === id)
  if (!here) return shops[0]?.id ?? id
  const near = (no: number) =>
    shops
      .filter(({ column }) => column === no)
      .sort((one, other) => Math.abs(one.y - here.y) - Math.abs(other.y - here.y) || one.row - other.row)[0]
  const at = (id: string | undefined) => shops.find((node) => node.id === id)
  const inRow = (row: number) => shops.find((node) => node.column === here.column && node.row === row)
  const ways: Record<string, () => GraphNode | undefined> = {
    ArrowUp: () => inRow(here.row - 1),
    ArrowDown: () => inRow(here.row + 1),
    ArrowLeft: () => at(edges.find(({ to }) => to === id)?.from) ?? near(here.column - 1),
    ArrowRight: () => at(edges.find(({ from }) => from === id)?.to) ?? near(here.column + 1),
    Home: () => shops[0],
    End: () => shops.at(-1),
  }
  return ways[key]?.()?.id ?? id
}
