import type { DeviceReport } from '#domain/device-rules.ts'

export type BrowserClues = {
  userAgent: string
  maxTouchPoints: number
  /** `navigator.userAgentData.mobile` where it exists. */
  saysMobile: boolean | null
}

/** [DV2] Which browser this is, by its own claim. The order matters: most browsers also name the ones they descend from. */
const families: [name: DeviceReport['browser']['name'], version: RegExp][] = [
  ['edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['other', /\b(?:OPR|Opera|SamsungBrowser|YaBrowser|Vivaldi|UCBrowser|MicroMessenger|QQBrowser|MetaSr)\/?\s?(\d+)?/],
  ['firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['chrome', /\b(?:HeadlessChrome|Chrome|Chromium|CriOS)\/(\d+)/],
  ['safari', /\bVersion\/(\d+)[\d.]*.*\bSafari\//],
]

export const identifyBrowser = ({ userAgent, maxTouchPoints, saysMobile }: BrowserClues): DeviceReport['browser'] => {
  // A tablet of Apple calls itself a Mac; no Mac has a touch screen.
  const tabletAsMac = /Macintosh/.test(userAgent) && maxTouchPoints > 1
  const mobile = saysMobile === true || tabletAsMac || /Mobi|Android|iPhone|iPad|iPod/.test(userAgent)
  for (const [name, pattern] of families) {
    const found = pattern.exec(userAgent)
    if (found) return { name, version: Number(found[1] ?? 0), mobile }
  }
  return { name: 'other', version: 0, mobile }
}

export const thisBrowser = (): DeviceReport['browser'] => {
  const data = (navigator as Navigator & { userAgentData?: { mobile?: boolean } }).userAgentData
  return identifyBrowser({
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    saysMobile: data?.mobile ?? null,
  })
}
