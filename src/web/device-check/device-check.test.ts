import { expect, test } from 'vitest'
import { deviceProblems } from '#domain/device-rules.ts'
import { frameRhythm } from './frame-watch.ts'
import { identifyBrowser } from './identify-browser.ts'
import { openMedia } from './open-media.ts'
import { type MediaUnderCheck, partOfProblem, runDeviceCheck } from './run-device-check.ts'
import { meterPosition01, rootMeanSquare } from './sound-level.ts'

const rules = {
  desktopOnly: true,
  browsers: [
    { name: 'chrome' as const, minVersion: 110 },
    { name: 'firefox' as const, minVersion: 115 },
  ],
  cameraMinWidthPx: 1280,
  cameraMinHeightPx: 720,
  microphoneRequired: true,
  minUplinkMbps: null,
  maxLatencyMs: null,
  validForMinutes: 30,
}

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'chrome',
    131,
    false,
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'chrome',
    156,
    false,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', 'firefox', 128, false],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'edge',
    131,
    false,
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
    'safari',
    17,
    false,
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1',
    'chrome',
    131,
    true,
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    'chrome',
    131,
    true,
  ],
  [
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.47',
    'other',
    8,
    true,
  ],
  ['something else', 'other', 0, false],
] as const)('[DV2] %s', (userAgent, name, version, mobile) => {
  expect(identifyBrowser({ userAgent, maxTouchPoints: 0, saysMobile: null })).toEqual({ name, version, mobile })
})

test('[DV2] a tablet that calls itself a Mac is a tablet', () => {
  const userAgent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15'
  expect(identifyBrowser({ userAgent, maxTouchPoints: 5, saysMobile: null }).mobile).toBe(true)
  expect(identifyBrowser({ userAgent, maxTouchPoints: 0, saysMobile: null }).mobile).toBe(false)
})

test('[DV3] the longest time without a picture is found, at the ends of the watch too', () => {
  expect(frameRhythm([0, 33, 66, 100], 0, 100)).toMatchObject({ frames: 4, framesPerSecond: 40, longestStallMs: 34 })
  expect(frameRhythm([10, 2400], 0, 3000).longestStallMs).toBe(2390)
  expect(frameRhythm([10], 0, 3000).longestStallMs).toBe(2990)
  expect(frameRhythm([], 0, 3000)).toMatchObject({ framesPerSecond: 0, longestStallMs: 3000 })
})

test('[DV3] levels are measured and shown on a scale that people find even', () => {
  expect(rootMeanSquare([0.5, -0.5, 0.5, -0.5])).toBeCloseTo(0.5)
  expect(rootMeanSquare([])).toBe(0)
  expect(meterPosition01(0)).toBe(0)
  expect(meterPosition01(1)).toBe(1)
  expect(meterPosition01(0.01)).toBeCloseTo(0.4)
})

/** Media whose pictures and sounds come at given times of a clock that only `wait` moves. */
const check = (part: { framesAtMs: number[]; levels01: number[]; widthPx?: number; microphone?: null }) => {
  let nowMs = 0
  const tellFrame: ((at: number) => void)[] = []
  const tellSound: ((rms: number) => void)[] = []
  const media: MediaUnderCheck = {
    ok: true,
    camera: { widthPx: part.widthPx ?? 1280, heightPx: 720, label: 'Integrated Webcam' },
    microphone: part.microphone === null ? null : { label: 'Built-in' },
    microphoneError: part.microphone === null ? 'NotFoundError' : null,
    onFrame: (tell) => {
      tellFrame.push(tell)
      return () => undefined
    },
    onSound: (tell) => {
      tellSound.push(tell)
      return () => undefined
    },
  }
  return runDeviceCheck({
    browser: { name: 'chrome', version: 131, mobile: false },
    media,
    nowMs: () => nowMs,
    wait: async (ms) => {
      for (const at of part.framesAtMs) tellFrame[0]?.(at)
      for (const level of part.levels01) tellSound[0]?.(level)
      nowMs += ms
    },
    onLevel: () => undefined,
    measureNetwork: async () => ({ uplinkMbps: 20, latencyMs: 30 }),
    findBlockers: async () => [],
  })
}

const steady = Array.from({ length: 90 }, (_, index) => index * 33)

test('[DV3] a good camera and a microphone that hears have no problems', async () => {
  const report = await check({ framesAtMs: steady, levels01: [0.001, 0.05, 0.002] })
  expect(report.microphone?.peakRms01).toBe(0.05)
  expect(deviceProblems(rules, report)).toEqual([])
})

test('[DV3] each thing that is wrong is named where it belongs', async () => {
  const report = await check({ framesAtMs: [0, 33, 2600], levels01: [0], widthPx: 640 })
  const problems = deviceProblems(rules, report)
  expect(problems).toEqual(['camera-resolution-too-low', 'camera-stalls', 'microphone-silent'])
  expect(problems.map(partOfProblem)).toEqual(['camera', 'picture', 'microphone'])
  expect(partOfProblem('phone-not-supported')).toBe('browser')
  const deaf = await check({ framesAtMs: steady, levels01: [], microphone: null })
  expect(deviceProblems(rules, deaf)).toEqual(['microphone-missing'])
})

const refusing = (name: string) => {
  throw Object.assign(new Error(name), { name })
}

test('[DV5] a camera that does not open is told by the name of its cause', async () => {
  const opened = await openMedia(
    { cameraId: null, microphoneId: null },
    { getUserMedia: async () => refusing('NotReadableError') },
  )
  expect(opened).toEqual({ ok: false, error: 'NotReadableError' })
  expect(await openMedia({ cameraId: null, microphoneId: null }, undefined)).toMatchObject({ ok: false })
})

test('[DV3] without a microphone the camera is still shown, and the microphone is what is named', async () => {
  const stream = {} as MediaStream
  const opened = await openMedia(
    { cameraId: null, microphoneId: null },
    { getUserMedia: async (wanted) => (wanted?.audio ? refusing('NotFoundError') : stream) },
  )
  expect(opened).toEqual({ ok: true, stream, microphoneError: 'NotFoundError' })
})

test('[DV3] [DV5] what is wrong with the line stands at the line, and what is blocked at the browser', () => {
  expect(['network-not-measured', 'uplink-too-slow', 'latency-too-high'].map(partOfProblem)).toEqual([
    'network',
    'network',
    'network',
  ])
  expect(partOfProblem('ad-blocker')).toBe('browser')
})
