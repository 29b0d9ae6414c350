import type { BlockedPart, DeviceReport, NetworkReport } from '#domain/device-rules.ts'
import type { FrameRhythm } from './frame-watch.ts'
import { frameRhythm } from './frame-watch.ts'

/** What the check looks at, in the order in which it is shown. */
export const deviceCheckParts = ['browser', 'camera', 'picture', 'microphone', 'network'] as const
export type DeviceCheckPart = (typeof deviceCheckParts)[number]

export type MediaUnderCheck =
  | { ok: false; error: string }
  | {
      ok: true
      camera: { widthPx: number; heightPx: number; label: string; isBackgroundBlurred?: boolean | undefined }
      microphone: { label: string } | null
      microphoneError: string | null
      /** Both call back until the returned function is called. */
      onFrame: (tell: (nowMs: number) => void) => () => void
      onSound: (tell: (rms01: number) => void) => () => void
    }

export type DeviceCheckPorts = {
  browser: DeviceReport['browser']
  media: MediaUnderCheck
  nowMs: () => number
  wait: (ms: number) => Promise<void>
  onLevel: (rms01: number) => void
  measureNetwork: () => Promise<NetworkReport | null>
  findBlockers: () => Promise<BlockedPart[]>
}

/** Long enough to see a stall of two seconds, short enough to wait for. */
export const watchMs = 3000

/** Tries browser, camera, microphone and line at once and reports what was found; the rules judge it (domain/device-rules). */
export const runDeviceCheck = async (ports: DeviceCheckPorts): Promise<DeviceReport> => {
  const [seen, network, blocked] = await Promise.all([watchMedia(ports), ports.measureNetwork(), ports.findBlockers()])
  return { browser: ports.browser, ...seen, network, blocked }
}

type Seen = Pick<DeviceReport, 'camera' | 'microphone' | 'longestStallMs' | 'mediaError'>

const watchMedia = async ({ media, nowMs, wait, onLevel }: DeviceCheckPorts): Promise<Seen> => {
  if (!media.ok) return { camera: null, microphone: null, longestStallMs: 0, mediaError: media.error }
  const framesAtMs: number[] = []
  let peakRms01 = 0
  const startMs = nowMs()
  const stopFrames = media.onFrame((atMs) => framesAtMs.push(atMs))
  const stopSound = media.onSound((rms01) => {
    peakRms01 = Math.max(peakRms01, rms01)
    onLevel(rms01)
  })
  await wait(watchMs)
  stopFrames()
  stopSound()
  const rhythm: FrameRhythm = frameRhythm(framesAtMs, startMs, nowMs())
  return {
    camera: { ...media.camera, label: media.camera.label.slice(0, 200), framesPerSecond: rhythm.framesPerSecond },
    microphone: media.microphone && {
      label: media.microphone.label.slice(0, 200),
      peakRms01: Math.min(1, peakRms01),
    },
    longestStallMs: rhythm.longestStallMs,
    mediaError: media.microphoneError,
  }
}

/** Which part a problem belongs to, so that it is shown where people look. */
export const partOfProblem = (problem: string): DeviceCheckPart =>
  isOfNetwork(problem)
    ? 'network'
    : problem.startsWith('microphone')
      ? 'microphone'
      : problem === 'camera-stalls'
        ? 'picture'
        : problem.startsWith('camera')
          ? 'camera'
          : 'browser'

const isOfNetwork = (problem: string): boolean =>
  ['network-not-measured', 'uplink-too-slow', 'latency-too-high'].includes(problem)
