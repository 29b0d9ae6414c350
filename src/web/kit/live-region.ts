/**
 * One polite and one assertive region for the whole page. They are made before anything is said, since screen readers
 * ignore regions that arrive together with their text.
 */
const regions = new Map<'polite' | 'assertive', HTMLElement>()

export const mountLiveRegions = (): void => {
  for (const manner of ['polite', 'assertive'] as const) {
    if (regions.has(manner)) continue
    const region = document.createElement('div')
    region.setAttribute('aria-live', manner)
    region.setAttribute('role', manner === 'polite' ? 'status' : 'alert')
    region.className = 'sr-only'
    document.body.append(region)
    regions.set(manner, region)
  }
}

/** Has the text read out. The same text twice in a row is read twice: the region is emptied in between. */
export const announce = (text: string, manner: 'polite' | 'assertive' = 'polite'): void => {
  const region = regions.get(manner)
  if (!region) return
  region.textContent = ''
  requestAnimationFrame(() => {
    region.textContent = text
  })
}
