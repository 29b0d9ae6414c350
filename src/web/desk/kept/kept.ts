import { useCallback, useState } from 'react'

/**
 * What somebody typed and has not sent yet, kept in this tab so that a reload loses nothing. The tab's own storage ends
 * with the tab; nothing typed about a seller stays behind on a shared computer.
 */
const prefix = 'countersign.desk.'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const tabStore = (): Store | null => {
  try {
    return window.sessionStorage
  } catch {
    // Switched off by the browser's owner: what is typed lasts as long as the page.
    return null
  }
}

/** `parse` gives null for what an older version of the page left behind. */
export const readKept = <T>(name: string, parse: (kept: unknown) => T | null, store = tabStore()): T | null => {
  try {
    const text = store?.getItem(prefix + name)
    return text ? parse(JSON.parse(text)) : null
  } catch {
    return null
  }
}

export const keep = (name: string, value: unknown, store = tabStore()): void => {
  try {
    store?.setItem(prefix + name, JSON.stringify(value))
  } catch {
    return
  }
}

export const forget = (name: string, store = tabStore()): void => {
  try {
    store?.removeItem(prefix + name)
  } catch {
    return
  }
}

/** On signing out: the next person at this computer finds nothing. */
export const forgetEverythingKept = (store = tabStore()): void => {
  if (!store) return
  const names = Array.from({ length: store.length }, (_, index) => store.key(index))
  for (const name of names) if (name?.startsWith(prefix)) store.removeItem(name)
}

/** A state that survives a reload until it is forgotten. */
export const useKept = <T>(
  name: string,
  initial: T,
  parse: (kept: unknown) => T | null,
): [T, (next: T) => void, () => void] => {
  const [value, setValue] = useState<T>(() => readKept(name, parse) ?? initial)
  const change = useCallback(
    (next: T) => {
      keep(name, next)
      setValue(next)
    },
    [name],
  )
  const clear = useCallback(() => {
    forget(name)
    setValue(initial)
  }, [name])
  return [value, change, clear]
}

/** For plain fields: every member of the initial value as text. */
export const textsLike =
  <T extends Record<string, string>>(initial: T) =>
  (kept: unknown): T | null => {
    if (typeof kept !== 'object' || kept === null) return null
    const found = kept as Record<string, unknown>
    return Object.fromEntries(
      Object.entries(initial).map(([name, text]) => [name, typeof found[name] === 'string' ? found[name] : text]),
    ) as T
  }
