import type { LinkGraph, LinkTie } from '#contracts/desk-links.ts'

/**
 * Where the shops of a link graph stand: the shop that is looked at at the left, each further tie a column further right, and at
 * the far right those that only share something. Pure, and the same graph always looks the same.
 */
export type GraphNode = {
  /** The shop's id; of a node that stands for several, `more-` and its column, or `same-` and what they share. */
  id: string
  column: number
  row: number
  x: number
  y: number
  /** How many shops a node stands for that are not drawn; 0 for a shop. */
  more: number
  /** The shops that one box stands for, since all share the same with the same one; empty for a shop. */
  members: string[]
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
/** A longer column draws shops that share the same as one box; so few are shown each. */
const fewInColumn = 8
const fewInBox = 3

type Shop = LinkGraph['shops'][number]
type Placed = { shop: Shop; edge: GraphEdge | null; members: string[] }
type LayoutSetting = {
  most?: number
  /** The boxes that are opened, by their ids: their shops are drawn each. */
  opened?: ReadonlySet<string>
}

export const layoutGraph = (
  graph: LinkGraph,
  { most = drawnMost, opened = new Set() }: LayoutSetting = {},
): GraphLayout => {
  const columns = boxed(columnsOf(graph.shops), graph, opened)
  const room = sharesOf(
    columns.map((column) => column.length),
    most,
  )
  const heightPx = Math.max(1, ...columns.map((column, no) => drawnIn(column.length, room[no] ?? 0))) * rowPx
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  for (const [no, shops] of columns.entries()) {
    const left = new Map(
      nodes
        .filter(({ column }) => column < no)
        .filter(isShop)
        .map((node) => [node.id, node]),
    )
    const placed = shops
      .map(({ shop, members }): Placed & { id: string } => {
        const edge = edgeTo(shop, graph, left)
        const id = members.length > 0 ? boxId(shop, graph) : shop.sellerId
        return { shop, members, id, edge: edge && { ...edge, to: id } }
      })
      .sort((one, other) => rowOf(one.edge, left) - rowOf(other.edge, left) || compare(one.shop, other.shop))
    const drawn = placed.slice(0, room[no] ?? 0)
    const hidden = placed.slice(drawn.length).reduce((sum, { members }) => sum + Math.max(1, members.length), 0)
    const rows = drawn.length + (hidden > 0 ? 1 : 0)
    const at = (row: number) => ({
      column: no,
      row,
      x: no * columnPx,
      y: (heightPx - rows * rowPx) / 2 + row * rowPx + (rowPx - nodeSize.heightPx) / 2,
    })
    for (const [row, { id, members, edge }] of drawn.entries()) {
      nodes.push({ id, ...at(row), more: 0, members })
      if (edge) edges.push(edge)
    }
    if (hidden > 0) nodes.push({ id: `more-${no}`, ...at(drawn.length), more: hidden, members: [] })
  }
  return { nodes, edges, widthPx: (columns.length - 1) * columnPx + nodeSize.widthPx, heightPx }
}

const isShop = ({ more, members }: GraphNode): boolean => more === 0 && members.length === 0

/**
 * In a long column the shops that share the same with the same shops are one box. What somebody looks for stays drawn for itself:
 * shops that have or had a case, and those through which farther ones are linked.
 */
const boxed = (columns: readonly Shop[][], graph: LinkGraph, opened: ReadonlySet<string>) => {
  const columnIn = new Map(columns.flatMap((shops, no) => shops.map((shop) => [shop.sellerId, no] as const)))
  const leadsOn = (shop: Shop): boolean =>
    tiedWith(shop, graph).some((other) => (columnIn.get(other) ?? 0) > (columnIn.get(shop.sellerId) ?? 0))
  return columns.map((shops) => {
    const alone = (shop: Shop) => ({ shop, members: [] as string[] })
    if (shops.length <= fewInColumn) return shops.map(alone)
    const alike = new Map<string, Shop[]>()
    for (const shop of shops) {
      if (shop.newestCase !== null || leadsOn(shop)) continue
      const id = boxId(shop, graph)
      alike.set(id, [...(alike.get(id) ?? []), shop])
    }
    const boxes = [...alike].filter(([id, inside]) => inside.length >= fewInBox && !opened.has(id))
    const within = new Set(boxes.flatMap(([, inside]) => inside))
    return [
      ...shops.filter((shop) => !within.has(shop)).map(alone),
      ...boxes.flatMap(([, inside]) =>
        inside.slice(0, 1).map((shop) => ({ shop, members: inside.map(({ sellerId }) => sellerId).sort(text) })),
      ),
    ]
  })
}

const tiedWith = ({ sellerId }: Shop, { ties, rulings }: LinkGraph): string[] =>
  [...ties, ...rulings.filter(({ withdrawn }) => !withdrawn)].flatMap(({ a, b }) =>
    a === sellerId && b !== null ? [b] : b === sellerId ? [a] : [],
  )

/** What a shop shares with those nearer to the one that is looked at, and what staff ruled of them: the same for all of a box. */
const boxId = (shop: Shop, graph: LinkGraph): string => {
  const far = ({ distance }: Shop): number => distance ?? Number.POSITIVE_INFINITY
  const nearer = new Set(graph.shops.filter((other) => far(other) < far(shop)).map(({ sellerId }) => sellerId))
  const other = (a: string, b: string | null): string | null => {
    const found = a === shop.sellerId ? b : b === shop.sellerId ? a : null
    return found !== null && nearer.has(found) ? found : null
  }
  const shared = [
    ...graph.ties.map(({ a, b, kind, strength }) =>
      shop.distance !== null && strength !== 'certain' ? null : [other(a, b), kind],
    ),
    ...graph.rulings.map(({ a, b, type, withdrawn }) => (withdrawn ? null : [other(a, b), type])),
  ].flatMap((one) => (one?.[0] ? [one.join(' ')] : []))
  return `same-${shop.distance ?? 'hint'} ${[...new Set(shared)].sort(text).join(', ')}`
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

/** The shop or box that an arrow key leads to from another; itself where there is none. */
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
