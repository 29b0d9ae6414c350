import type { DeviceRules } from './program.ts'

/** What the browser says of itself and its devices. Claims of an untrusted browser: the recording is checked again. */
export type DeviceReport = {
  browser: { name: 'chrome' | 'firefox' | 'edge' | 'safari' | 'other'; version: number; mobile: boolean }
  camera: {
    widthPx: number
    heightPx: number
    framesPerSecond: number
    label: string
    /** [DV4] The system blurs what is behind the person, by the browser's word; absent where the browser does not know. */
    isBackgroundBlurred?: boolean | undefined
  } | null
  /** Root mean square of what was heard, 0…1; null when no microphone was opened. */
  microphone: { peakRms01: number; label: string } | null
  /** Longest time without a new camera frame while trying. */
  longestStallMs: number
  /** Why the camera or microphone could not be opened, as the browser names it. */
  mediaError: string | null
  /** What draws the page, where the browser tells. */
  renderer?: string | null | undefined
  /** Measured against our own server; null or absent when it could not be measured. */
  network?: NetworkReport | null | undefined
  /** What an extension of the browser, or something else between the page and us, kept from the page. */
  blocked?: BlockedPart[] | undefined
}

/** How much reaches us in a second, and how long a question and its answer take. */
export type NetworkReport = { uplinkMbps: number; latencyMs: number }

/**
 * [DV5] `video-api`: the page has no way to ask for a camera, though the browser has one. `our-script`: a part of this page did
 * not come, though our server answers. `bait`: what only an ad blocker takes away was taken away, which proves that
 * there is one and nothing more.
 */
export type BlockedPart = 'video-api' | 'our-script' | 'bait'

export type DeviceProblem =
  | 'phone-not-supported'
  | 'browser-not-supported'
  | 'browser-too-old'
  | 'ad-blocker'
  | 'camera-blocked'
  | 'camera-missing'
  | 'camera-in-use'
  | 'camera-resolution-too-low'
  | 'camera-stalls'
  | 'microphone-missing'
  | 'microphone-silent'
  | 'network-not-measured'
  | 'uplink-too-slow'
  | 'latency-too-high'

/** Below this nothing but a dead or muted microphone was ever seen; a quiet room's noise is above it. */
const silentRms01 = 0.0005
/** [DV3] A frame later than this is an interruption. */
const stallMs = 2000

/** What a device must have. Hints of it are weighed elsewhere: they refuse nothing [DV4]; the phone is another device [DV6]. */
export type DeviceRequirements = Omit<DeviceRules, 'toPersonAt01' | 'phoneCode'>

/** [DV2] [DV3] Every reason why this device cannot be used for a run, most fundamental first. */
export const deviceProblems = (rules: DeviceRequirements, report: DeviceReport): DeviceProblem[] => {
  const problems: DeviceProblem[] = []
  if (rules.desktopOnly && report.browser.mobile) problems.push('phone-not-supported')
  const allowed = rules.browsers.find((browser) => browser.name === report.browser.name)
  if (!allowed) problems.push('browser-not-supported')
  else if (report.browser.version < allowed.minVersion) problems.push('browser-too-old')
  if (isBlocked(report)) problems.push('ad-blocker')
  else if (!report.camera) problems.push(cameraProblem(report.mediaError))
  if (report.camera) {
    if (isTooCoarse(rules, report.camera)) problems.push('camera-resolution-too-low')
    if (report.longestStallMs > stallMs) problems.push('camera-stalls')
  }
  if (rules.microphoneRequired) {
    if (!report.microphone) problems.push('microphone-missing')
    else if (report.microphone.peakRms01 < silentRms01) problems.push('microphone-silent')
  }
  return [...problems, ...networkProblems(rules, report.network ?? null)]
}

/** [DV2] [DV3] Where phones are let in, a picture that stands upright has as many points as one that lies. */
const isTooCoarse = (
  { desktopOnly, cameraMinWidthPx, cameraMinHeightPx }: DeviceRequirements,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): boolean => {
  const isTurned = !desktopOnly && widthPx < heightPx
  const [across, down] = isTurned ? [heightPx, widthPx] : [widthPx, heightPx]
  return across < cameraMinWidthPx || down < cameraMinHeightPx
}

/**
 * [DV5] Whether something in the browser keeps the video from working. That there is an ad blocker accuses nobody: it is named
 * where something of ours did not come, or where the camera failed in a way that no camera fails in.
 */
const isBlocked = ({ blocked = [], camera, mediaError }: DeviceReport): boolean =>
  blocked.includes('video-api') ||
  blocked.includes('our-script') ||
  (blocked.includes('bait') && camera === null && !cameraErrors.has(mediaError ?? ''))

/** What browsers say where the person, the system or the camera itself is the cause. */
const cameraErrors: ReadonlySet<string> = new Set([
  'NotAllowedError',
  'SecurityError',
  'NotReadableError',
  'AbortError',
  'OverconstrainedError',
  'NotFoundError',
])

/** [DV3] Where the program asks nothing of the line, nothing that was measured is a problem. */
const networkProblems = (
  { minUplinkMbps, maxLatencyMs }: DeviceRequirements,
  network: NetworkReport | null,
): DeviceProblem[] => {
  if (minUplinkMbps === null && maxLatencyMs === null) return []
  if (network === null) return ['network-not-measured']
  return [
    ...(minUplinkMbps !== null && network.uplinkMbps < minUplinkMbps ? (['uplink-too-slow'] as const) : []),
    ...(maxLatencyMs !== null && network.latencyMs > maxLatencyMs ? (['latency-too-high'] as const) : []),
  ]
}

const cameraProblem = (mediaError: string | null): DeviceProblem =>
  mediaError === 'NotAllowedError' || mediaError === 'SecurityError'
    ? 'camera-blocked'
    : mediaError === 'NotReadableError' || mediaError === 'AbortError'
      ? 'camera-in-use'
      : mediaError === 'OverconstrainedError'
        ? 'camera-resolution-too-low'
        : 'camera-missing'

/**
 * [DV1] Whether the last check will do. Before a call one made at any time ahead will, until the call is as near as a check
 * stays valid; from then on it has to be made again, so that what was tried is what the call is held with.
 */
export const isDeviceCheckCurrent = (
  check: { atMs: number } | null,
  { validForMinutes }: Pick<DeviceRules, 'validForMinutes'>,
  atMs: number,
  call: { startMs: number } | null = null,
): boolean => {
  if (check === null) return false
  const validMs = validForMinutes * 60_000
  if (call === null) return atMs - check.atMs <= validMs
  const nearFromMs = call.startMs - validMs
  return atMs < nearFromMs || check.atMs >= nearFromMs
}
