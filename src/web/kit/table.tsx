import { type ReactNode, useEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

export type Column<Row> = {
  id: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand right. */
  numeric?: boolean
  className?: string
}

export type TableProps<Row> = {
  /** Says what the table holds; shown only to screen readers unless `showCaption`. */
  caption: string
  showCaption?: boolean
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Shown instead of rows. */
  empty?: ReactNode
  rowClass?: (row: Row) => string | false
  /** On a phone each row is a block of its own, its cells under each other with their headings beside them. */
  stacks?: boolean
}

export const Table = <Row,>(props: TableProps<Row>) => {
  const { caption, showCaption, columns, rows, rowKey, empty, rowClass, stacks = false } = props
  return (
    <Scroller label={caption}>
      <table className={classNames('w-full border-collapse text-[0.9375rem]', stacks && 'max-sm:block')}>
        <caption className={showCaption ? 'pb-2 text-left font-semibold' : 'sr-only'}>{caption}</caption>
        <thead className={classNames(stacks && 'max-sm:sr-only')}>
          <tr className="border-b border-line text-left text-sm text-ink-soft">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(
                  'px-3 py-2 font-medium first:pl-0 last:pr-0',
                  column.numeric && 'text-right',
                  column.className,
                )}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={classNames(stacks && 'max-sm:block')}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={classNames(
                'border-b border-line last:border-0',
                stacks && 'max-sm:grid max-sm:gap-1 max-sm:py-3',
                rowClass?.(row),
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={classNames(
                    'px-3 py-2.5 align-top first:pl-0 last:pr-0',
                    column.numeric && 'tabular text-right',
                    stacks && stackedCell,
                    column.className,
                  )}
                >
                  {stacks && column !== columns[0] && <StackedHead head={column.head} />}
                  {stacks ? <div className="min-w-0">{column.cell(row)}</div> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && empty && (
            <tr>
              <td colSpan={columns.length} className="py-4 text-ink-soft">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Scroller>
  )
}

const stackedCell =
  'max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)] max-sm:gap-x-3 max-sm:p-0 max-sm:text-left max-sm:first:block max-sm:empty:hidden'

/** The heading once more beside the cell. A screen reader tells it by the table's own heading already. */
const StackedHead = ({ head }: { head: ReactNode }) => (
  <span aria-hidden="true" className="text-sm text-ink-soft sm:hidden">
    {head}
  </span>
)

/**
 * Holds what may be wider than the page, and can be scrolled by keys where it is. Without it headings that only screen readers see
 * would widen the whole page from inside the scrolled table.
 */
const Scroller = ({ label, children }: { label: string; children: ReactNode }) => {
  const frame = useRef<HTMLElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const look = () => setScrolls(element.scrollWidth > element.clientWidth)
    const watch = new ResizeObserver(look)
    watch.observe(element)
    if (element.firstElementChild) watch.observe(element.firstElementChild)
    return () => watch.disconnect()
  }, [])
  return (
    <section
      ref={frame}
      className="relative overflow-x-auto"
      aria-label={scrolls ? label : undefined}
      tabIndex={scrolls ? 0 : undefined}
    >
      {children}
    </section>
  )
}
