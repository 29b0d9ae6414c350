/**
 * [CK10] Notices that the page was left. What counts and what it costs is the program's and the server's decision; this
 * only tells facts, and warns at once so that a slip of the mouse can be undone.
 */
export type FocusLossKind = 'hidden' | 'blurred' | 'left' | 'resized'

export type FocusWatchPorts = {
  page: Pick<Document, 'addEventListener' | 'removeEventListener' | 'hasFocus' | 'visibilityState'>
  view: Pick<Window, 'addEventListener' | 'removeEventListener' | 'innerWidth' | 'innerHeight' | 'devicePixelRatio'>
  setTimer: (work: () => void, ms: number) => number
  clearTimer: (id: number) => void
  onLoss: (kind: FocusLossKind) => void
  /** True while the page is about to be counted as left. */
  onWarning: (warned: boolean) => void
}

/** A click on a notification takes the focus for a moment; only staying away counts. */
export const blurGraceMs = 1500
/** Dragging a window edge makes many sizes; only where it comes to rest counts. */
export const resizeGraceMs = 1500
/** Split screen takes about half of the window, tool bars less than a third. */
const smallestShare01 = 0.6

/** Watches until the returned function is called. */
export const watchFocus = ({ page, view, setTimer, clearTimer, onLoss, onWarning }: FocusWatchPorts): (() => void) => {
  let blurTimer: number | null = null
  let resizeTimer: number | null = null
  // Counted in points of the screen: a page that is zoomed in, as people with weak eyes do, covers as many as before.
  const area = () => view.innerWidth * view.innerHeight * view.devicePixelRatio ** 2
  const wholeArea = area()
  const isSmall = () => area() < wholeArea * smallestShare01

  const calm = () => {
    if (blurTimer !== null) clearTimer(blurTimer)
    blurTimer = null
    if (resizeTimer === null) onWarning(false)
  }
  const onBlur = () => {
    if (blurTimer !== null) return
    onWarning(true)
    blurTimer = setTimer(() => {
      blurTimer = null
      if (page.hasFocus()) return calm()
      onLoss('blurred')
    }, blurGraceMs)
  }
  const onVisibility = () => {
    if (page.visibilityState === 'hidden') onLoss('hidden')
  }
  const onResize = () => {
    if (resizeTimer !== null) clearTimer(resizeTimer)
    resizeTimer = null
    if (!isSmall()) return calm()
    onWarning(true)
    resizeTimer = setTimer(() => {
      resizeTimer = null
      if (isSmall()) onLoss('resized')
      else calm()
    }, resizeGraceMs)
  }
  const onPageHide = () => onLoss('left')

  view.addEventListener('blur', onBlur)
  view.addEventListener('focus', calm)
  view.addEventListener('resize', onResize)
  view.addEventListener('pagehide', onPageHide)
  page.addEventListener('visibilitychange', onVisibility)
  return () => {
    view.removeEventListener('blur', onBlur)
    view.removeEventListener('focus', calm)
    view.removeEventListener('resize', onResize)
    view.removeEventListener('pagehide', onPageHide)
    page.removeEventListener('visibilitychange', onVisibility)
    if (blurTimer !== null) clearTimer(blurTimer)
    if (resizeTimer !== null) clearTimer(resizeTimer)
  }
}
