import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LinkedShop, LinkGraph } from '#contracts/desk-links.ts'
import { siteName } from '#domain/site-name.ts'
import { classNames } from '../../kit/class-names.ts'
import type { Meaning } from '../../kit/status.tsx'
import { statusMeaning } from '../cases/case-words.ts'
import { sellerAddress, useGo } from '../frame/desk-link.tsx'
import { type GraphEdge, type GraphNode, layoutGraph, nodeBeside, nodeSize } from './graph-layout.ts'

const marginPx = 8
const frame: Record<Meaning, string> = {
  good: 'fill-good-wash stroke-good-line',
  'needs-you': 'fill-needs-wash stroke-needs-line',
  blocked: 'fill-blocked-wash stroke-blocked-line',
  neutral: 'fill-surface stroke-line-strong',
}
const longestName = 20
const short = (name: string): string => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name)

/** A shop that is banned is as blocked as can be; the lists of the desk have no colour for it. */
const meaningOf = (shop: LinkedShop): Meaning =>
  shop.newestCase?.status === 'banned' ? 'blocked' : statusMeaning(shop.newestCase?.status ?? '')

/** [TR3] The links of a shop as a picture. The table below it says the same; keys move between the shops. */
export const LinkGraphPicture = ({ graph }: { graph: LinkGraph }) => {
  const { t } = useTranslation('links')
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const layout = useMemo(() => layoutGraph(graph, { opened }), [graph, opened])
  const [focused, setFocused] = useState(graph.sellerId)
  const drawn = useRef<SVGSVGElement>(null)
  const shops = new Map(graph.shops.map((shop) => [shop.sellerId, shop]))
  const nodes = new Map(layout.nodes.map((node) => [node.id, node]))
  const goTo = (id: string) => drawn.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus()
  const move = (event: KeyboardEvent) => {
    const next = nodeBeside(layout, focused, event.key)
    if (next === focused) return
    event.preventDefault()
    setFocused(next)
    goTo(next)
  }
  return (
    <div className="overflow-x-auto rounded-control border border-line bg-sunken p-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it; a fieldset cannot be drawn. */}
      <svg
        ref={drawn}
        role="group"
        aria-label={t('graph.label', { count: graph.shops.length - 1 })}
        width={layout.widthPx + 2 * marginPx}
        height={layout.heightPx + 2 * marginPx}
        viewBox={`${-marginPx} ${-marginPx} ${layout.widthPx + 2 * marginPx} ${layout.heightPx + 2 * marginPx}`}
        onKeyDown={move}
      >
        {layout.edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to}`} edge={edge} from={nodes.get(edge.from)} to={nodes.get(edge.to)} />
        ))}
        {layout.nodes.map((node) =>
          node.members.length > 0 ? (
            <Box
              key={node.id}
              node={node}
              isFocused={node.id === focused}
              onFocus={() => setFocused(node.id)}
              onOpen={() => {
                const [first = graph.sellerId] = node.members
                setOpened(new Set([...opened, node.id]))
                setFocused(first)
                // The box is gone and its shops are drawn: the first of them takes the focus.
                requestAnimationFrame(() => goTo(first))
              }}
            />
          ) : (
            <Node
              key={node.id}
              node={node}
              shop={shops.get(node.id)}
              isOwn={node.id === graph.sellerId}
              kinds={layout.edges.find(({ to }) => to === node.id)?.kinds ?? []}
              isFocused={node.id === (nodes.has(focused) ? focused : graph.sellerId)}
              onFocus={() => setFocused(node.id)}
            />
          ),
        )}
      </svg>
    </div>
  )
}

const Edge = ({ edge, from, to }: { edge: GraphEdge; from: GraphNode | undefined; to: GraphNode | undefined }) => {
  const { t } = useTranslation('links')
  if (!from || !to) return null
  const start = { x: from.x + nodeSize.widthPx, y: from.y + nodeSize.heightPx / 2 }
  const end = { x: to.x, y: to.y + nodeSize.heightPx / 2 }
  const bendPx = 40
  const words = edge.kinds.map((kind) => t(`short.${kind}`))
  const label = edge.isRuled && words.length === 0 ? t('short.ruled') : words.slice(0, 2).join(' · ')
  return (
    <g>
      <path
        d={`M ${start.x} ${start.y} C ${start.x + bendPx} ${start.y} ${start.x + 16} ${end.y} ${start.x + bendPx + 16} ${end.y} L ${end.x} ${end.y}`}
        className={classNames('fill-none', edge.belongs ? 'stroke-ink-soft' : 'stroke-line-strong')}
        strokeWidth={edge.belongs ? 1.5 : 1}
        strokeDasharray={edge.belongs ? undefined : '4 4'}
      />
      <text
        x={end.x - 8}
        y={end.y - 6}
        textAnchor="end"
        strokeWidth={4}
        className="fill-ink-soft stroke-sunken text-xs [paint-order:stroke]"
      >
        {words.length > 2 ? `${label} +${words.length - 2}` : label}
      </text>
    </g>
  )
}

type BoxProps = { node: GraphNode; isFocused: boolean; onFocus: () => void; onOpen: () => void }

/** Several shops that share the same with the same one: a count, until somebody wants to see each. */
const Box = ({ node, isFocused, onFocus, onOpen }: BoxProps) => {
  const { t } = useTranslation('links')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button of HTML cannot be drawn.
    <g
      role="button"
      data-node={node.id}
      tabIndex={isFocused ? 0 : -1}
      className="group cursor-pointer outline-none"
      onFocus={onFocus}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onOpen()
      }}
    >
      {[8, 4, 0].map((behindPx) => (
        <rect
          key={behindPx}
          x={node.x + behindPx}
          y={node.y + behindPx}
          width={nodeSize.widthPx - 8}
          height={nodeSize.heightPx - 4}
          rx={8}
          className="fill-surface stroke-line-strong group-hover:stroke-accent group-focus-visible:stroke-focus"
          strokeWidth={isFocused && behindPx === 0 ? 2.5 : 1.5}
        />
      ))}
      <text x={node.x + 12} y={node.y + 18} className="fill-ink text-sm font-medium">
        {t('graph.box', { count: node.members.length })}
      </text>{' '}
      <text x={node.x + 12} y={node.y + 34} className="fill-accent text-xs">
        {t('graph.openBox')}
      </text>
    </g>
  )
}

type NodeProps = {
  node: GraphNode
  shop: LinkedShop | undefined
  isOwn: boolean
  kinds: GraphEdge['kinds']
  isFocused: boolean
  onFocus: () => void
}

const Node = ({ node, shop, isOwn, kinds, isFocused, onFocus }: NodeProps) => {
  const { t, i18n } = useTranslation(['links', 'desk'])
  const go = useGo()
  if (!shop)
    return (
      <text x={node.x + 12} y={node.y + 28} className="fill-ink-soft text-sm font-medium">
        {t('links:graph.more', { count: node.more })}
      </text>
    )
  const status = shop.newestCase ? t(`desk:status.${shop.newestCase.status}`) : t('links:noCase')
  const site = siteName(i18n.language, shop.site)
  const why = kinds.map((kind) => t(`links:kind.${kind}`)).join(', ')
  const address = sellerAddress(shop.sellerId)
  return (
    <a
      href={`/desk${address}`}
      aria-current={isOwn || undefined}
      data-node={node.id}
      tabIndex={isFocused ? 0 : -1}
      className="group outline-none"
      onFocus={onFocus}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(address)
      }}
    >
      {/* Its name is what can be read in it; why it is here, and an id that is too long to be shown whole, are told beside. */}
      <desc>{[shop.sellerId, why].filter(Boolean).join(': ')}</desc>
      <rect
        x={node.x}
        y={node.y}
        width={nodeSize.widthPx}
        height={nodeSize.heightPx}
        rx={8}
        className={classNames(frame[meaningOf(shop)], 'group-hover:stroke-accent group-focus-visible:stroke-focus')}
        strokeWidth={isOwn || isFocused ? 2.5 : 1.5}
        strokeDasharray={shop.distance === null ? '4 4' : undefined}
      />
      <text x={node.x + 12} y={node.y + 19} className="fill-ink text-sm font-medium">
        {short(shop.sellerId)}
      </text>{' '}
      <text x={node.x + 12} y={node.y + 36} className="fill-ink-soft text-xs">
        {short(`${site} · ${status}`)}
      </text>
    </a>
  )
}
