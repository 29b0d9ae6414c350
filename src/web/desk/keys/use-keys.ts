import { useEffect, useRef } from 'react'
import { type Action, actionOf, type Press } from './key-map.ts'
import { isTyping } from './typing.ts'

/** Hands every action that a key asks for in the cockpit to `act`. */
export const useKeys = (act: (action: Action) => boolean): void => useKeysOf(actionOf, act)

/** Hands every action that `read` sees in a key to `act`, as long as the page stands. False leaves the key to the browser. */
export const useKeysOf = <A>(read: (press: Press) => A | null, act: (action: A) => boolean): void => {
  const latest = useRef({ read, act })
  useEffect(() => {
    latest.current = { read, act }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Lists and menus answer their keys themselves.
      if (event.defaultPrevented) return
      const target = event.target as Element | null
      const action = latest.current.read({
        key: event.key,
        shift: event.shiftKey,
        command: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        typing: isTyping(target),
        onControl:
          target?.closest('button, a, summary') !== null && target?.closest('button, a, summary') !== undefined,
      })
      if (action !== null && latest.current.act(action)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
