import { type RefObject, useEffect, useRef } from 'react'
import { stepInList } from '../queue/queue-order.ts'
import { isTyping } from './typing.ts'

/** J and K go through the rows of a list (`data-row`), wherever the focus is unless somebody types; Enter opens as links do. */
export const useRowKeys = <T extends HTMLElement>(): RefObject<T | null> => {
  const list = useRef<T>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : null
      if (step === null) return
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      event.preventDefault()
      rows[stepInList(rows.length, at, step)]?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return list
}
