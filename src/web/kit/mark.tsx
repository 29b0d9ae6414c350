/** The mark of the product: a tick that is signed below. */
export const Mark = ({ sizePx = 28 }: { sizePx?: number }) => (
  <svg aria-hidden="true" viewBox="0 0 32 32" width={sizePx} height={sizePx} className="shrink-0 text-accent">
    <rect width="32" height="32" rx="8" fill="currentColor" />
    <g fill="none" className="text-on-accent" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round">
      <path d="M8.5 16.5 14 22 24 10.5" strokeWidth={2.6} />
      <path d="M8.5 25.5h15" strokeWidth={1.8} opacity={0.7} />
    </g>
  </svg>
)
