import { expect, test } from 'vitest'
import { blurGraceMs, resizeGraceMs, watchFocus } from './focus-watch.ts'

/** A page whose focus, size and clock the test moves. */
const somePage = () => {
  const page = Object.assign(new EventTarget(), {
    focused: true,
    visibilityState: 'visible',
    hasFocus: () => page.focused,
  })
  const view = Object.assign(new EventTarget(), { innerWidth: 1366, innerHeight: 768, devicePixelRatio: 1 })
  const timers = new Map<number, { work: () => void; atMs: number }>()
  let nowMs = 0
  let nextId = 1
  const told: string[] = []
  const stop = watchFocus({
    page: page as unknown as Document,
    view: view as unknown as Window,
    setTimer: (work, ms) => {
      timers.set(nextId, { work, atMs: nowMs + ms })
      return nextId++
    },
    clearTimer: (id) => timers.delete(id),
    onLoss: (kind) => told.push(kind),
    onWarning: (warned) => told.push(warned ? 'warned' : 'calm'),
  })
  const pass = (ms: number) => {
    nowMs += ms
    for (const [id, timer] of timers)
      if (timer.atMs <= nowMs) {
        timers.delete(id)
        timer.work()
      }
  }
  const say = (target: EventTarget, type: string) => target.dispatchEvent(new Event(type))
  return { page, view, told, pass, say, stop, timers }
}

test('[CK10] a page that is hidden or left is told at once', () => {
  const { page, view, told, say } = somePage()
  page.visibilityState = 'hidden'
  say(page, 'visibilitychange')
  say(view, 'pagehide')
  expect(told).toEqual(['hidden', 'left'])
})

test('[CK10] losing the focus warns at once and counts only when it stays lost', () => {
  const { page, view, told, pass, say } = somePage()
  page.focused = false
  say(view, 'blur')
  pass(blurGraceMs - 1)
  expect(told).toEqual(['warned'])
  page.focused = true
  say(view, 'focus')
  pass(10_000)
  expect(told).toEqual(['warned', 'calm'])
  page.focused = false
  say(view, 'blur')
  pass(blurGraceMs)
  expect(told.at(-1)).toBe('blurred')
})

test('[CK10] half a window counts as split screen, a tool bar does not', () => {
  const { view, told, pass, say } = somePage()
  view.innerHeight = 640
  say(view, 'resize')
  pass(resizeGraceMs)
  expect(told).not.toContain('resized')
  view.innerWidth = 683
  say(view, 'resize')
  pass(resizeGraceMs)
  expect(told).toContain('resized')
})

test('[CK10] a page that is zoomed in is as large as before; halved after that it is split', () => {
  const { view, told, pass, say } = somePage()
  Object.assign(view, { innerWidth: 683, innerHeight: 384, devicePixelRatio: 2 })
  say(view, 'resize')
  pass(resizeGraceMs)
  expect(told).not.toContain('resized')
  view.innerWidth = 341
  say(view, 'resize')
  pass(resizeGraceMs)
  expect(told).toContain('resized')
})

test('after the run nothing is watched and no timer is left', () => {
  const { page, view, told, say, stop, timers } = somePage()
  page.focused = false
  say(view, 'blur')
  stop()
  expect(timers.size).toBe(0)
  told.length = 0
  page.visibilityState = 'hidden'
  say(page, 'visibilitychange')
  say(view, 'blur')
  expect(told).toEqual([])
})
