import { encodeQR } from 'qr'
import { useMemo } from 'react'

/** Dark on light in both themes with a quiet margin: cameras read nothing else reliably. */
export const QrCode = ({ text, label }: { text: string; label: string }) => {
  const { path, size } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { border: 3, ecc: 'medium' })
    const squares = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { path: squares.join(''), size: rows.length }
  }, [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 rounded-control border border-line"
    >
      <rect width={size} height={size} className="fill-lens-ink" />
      <path d={path} className="fill-lens" />
    </svg>
  )
}
