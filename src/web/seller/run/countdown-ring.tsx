const radius = 20
const around = 2 * Math.PI * radius

/** A ring that empties, with the seconds in it. Without motion the seconds alone tell the time. */
export const CountdownRing = ({ durationMs, elapsedMs }: { durationMs: number; elapsedMs: number }) => {
  const leftMs = Math.max(0, durationMs - elapsedMs)
  const left01 = durationMs > 0 ? leftMs / durationMs : 0
  return (
    <span className="relative grid size-12 shrink-0 place-items-center" role="timer" aria-live="off">
      <svg aria-hidden="true" viewBox="0 0 48 48" className="absolute inset-0 -rotate-90" fill="none" strokeWidth="4">
        <circle cx="24" cy="24" r={radius} className="stroke-lens-soft" opacity={0.35} />
        <circle
          cx="24"
          cy="24"
          r={radius}
          className="stroke-lens-ink transition-[stroke-dashoffset] duration-200 ease-linear"
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - left01)}
        />
      </svg>
      <span className="tabular text-base">{Math.ceil(leftMs / 1000)}</span>
    </span>
  )
}
