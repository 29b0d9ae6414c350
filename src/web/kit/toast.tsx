import { useSyncExternalStore } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { announce } from './live-region.ts'
import { type Meaning, meaningIcon, meaningText } from './status.tsx'

type Toast = { id: number; text: string; meaning: Meaning }

const shownForMs = 6000
let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

const change = (next: readonly Toast[]) => {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something in passing. What needs an answer is a banner or a dialog, not this. */
export const toast = (text: string, meaning: Meaning = 'neutral'): void => {
  const id = nextId++
  change([...toasts, { id, text, meaning }])
  announce(text, meaning === 'blocked' ? 'assertive' : 'polite')
  setTimeout(() => change(toasts.filter((one) => one.id !== id)), shownForMs)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Put once at the end of a page. The words are read out by the live region, not from here. */
export const Toasts = () => {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 grid justify-center gap-2 px-4"
    >
      {shown.map((one) => (
        <div
          key={one.id}
          className="flex max-w-read items-center gap-2 rounded-card border border-line bg-raised px-4 py-3 shadow-pop"
        >
          <span className={classNames(meaningText[one.meaning])}>
            <Icon name={meaningIcon[one.meaning]} />
          </span>
          {one.text}
        </div>
      ))}
    </div>
  )
}
