import { type RefCallback, useCallback, useRef, useState } from 'react'

/** The width in px of the element that the returned ref is given to, followed as it changes; `firstPx` until it is known. */
export const useWidthPx = (firstPx: number): [RefCallback<Element>, number] => {
  const [widthPx, setWidthPx] = useState(firstPx)
  const watching = useRef<ResizeObserver | null>(null)
  const ref = useCallback((element: Element | null) => {
    watching.current?.disconnect()
    watching.current = null
    if (!element) return
    watching.current = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidthPx(entry.contentRect.width)
    })
    watching.current.observe(element)
  }, [])
  return [ref, widthPx]
}
