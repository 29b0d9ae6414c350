import type { DeviceRules } from './program.ts'

/** What the browser says of itself and its devices. Claims of an untrusted browser: the recording is checked again. */
export type DeviceReport = {
  browser: { name: 'chrome' | 'firefox' | 'edge' | 'safari' | 'other'; version: number; mobile: boolean }
  camera: { widthPx: number; heightPx: number; framesPerSecond: number; label: string } | null
  /** Root mean square of what was heard, 0…1; null when no microphone was opened. */
  microphone: { peakRms01: number; label: string } | null
  /** Longest time without a new camera frame while trying. */
  longestStallMs: number
  /** Why the camera or microphone could not be opened, as the browser names it. */
  mediaError: string | null
  /** What draws the page, where the browser tells. */
  renderer?: string | null | undefined
}

export type DeviceProblem =
  | 'phone-not-supported'
  | 'browser-not-supported'
  | 'browser-too-old'
  | 'camera-blocked'
  | 'camera-missing'
  | 'camera-in-use'
  | 'camera-resolution-too-low'
  | 'camera-stalls'
  | 'microphone-missing'
  | 'microphone-silent'

/** Below this nothing but a dead or muted microphone was ever seen; a quiet room's noise is above it. */
const silentRms01 = 0.0005
/** [DV3] A frame later than this is an interruption. */
const stallMs = 2000

/** What a device must have. Hints of it are weighed elsewhere: they refuse nothing. [DV4] */
export type DeviceRequirements = Omit<DeviceRules, 'toPersonAt01'>

/** [DV2] [DV3] Every reason why this device cannot be used for a run, most fundamental first. */
export const deviceProblems = (rules: DeviceRequirements, report: DeviceReport): DeviceProblem[] => {
  const problems: DeviceProblem[] = []
  if (rules.desktopOnly && report.browser.mobile) problems.push('phone-not-supported')
  const allowed = rules.browsers.find((browser) => browser.name === report.browser.name)
  if (!allowed) problems.push('browser-not-supported')
  else if (report.browser.version < allowed.minVersion) problems.push('browser-too-old')
  if (!report.camera) problems.push(cameraProblem(report.mediaError))
  else {
    const { widthPx, heightPx } = report.camera
    if (widthPx < rules.cameraMinWidthPx || heightPx < rules.cameraMinHeightPx)
      problems.push('camera-resolution-too-low')
    if (report.longestStallMs > stallMs) problems.push('camera-stalls')
  }
  if (rules.microphoneRequired) {
    if (!report.microphone) problems.push('microphone-missing')
    else if (report.microphone.peakRms01 < silentRms01) problems.push('microphone-silent')
  }
  return problems
}

const cameraProblem = (mediaError: string | null): DeviceProblem =>
  mediaError === 'NotAllowedError' || mediaError === 'SecurityError'
    ? 'camera-blocked'
    : mediaError === 'NotReadableError' || mediaError === 'AbortError'
      ? 'camera-in-use'
      : mediaError === 'OverconstrainedError'
        ? 'camera-resolution-too-low'
        : 'camera-missing'

export const isDeviceCheckCurrent = (check: { atMs: number } | null, rules: DeviceRules, atMs: number): boolean =>
  check !== null && atMs - check.atMs <= rules.validForMinutes * 60_000
