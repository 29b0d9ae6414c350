import { useEffect, useRef } from 'react'
import { type Action, actionOf } from './key-map.ts'
import { isTyping } from './typing.ts'

/** Hands every action that a key asks for to `act`, as long as the page stands. False leaves the key to the browser. */
export const useKeys = (act: (action: Action) => boolean): void => {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Lists and menus answer their keys themselves.
      if (event.defaultPrevented) return
      const target = event.target as Element | null
      const action = actionOf({
        key: event.key,
        shift: event.shiftKey,
        command: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        typing: isTyping(target),
        onControl:
          target?.closest('button, a, summary') !== null && target?.closest('button, a, summary') !== undefined,
      })
      if (action && latest.current(action)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
