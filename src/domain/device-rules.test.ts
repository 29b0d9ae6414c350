import { describe, expect, test } from 'vitest'
import { aCase, minutes } from '#test/world/a-case.ts'
import { programAliexpress } from '#test/world/a-program.ts'
import { aDevice } from '#test/world/a-registration.ts'
import { type DeviceReport, deviceProblems } from './device-rules.ts'

const rules = programAliexpress().device
const problemsOf = (changes: Partial<DeviceReport>) => deviceProblems(rules, aDevice(changes))
const browser = (name: DeviceReport['browser']['name'], version: number, mobile = false) => ({
  browser: { name, version, mobile },
})
const camera = (widthPx: number, heightPx: number) => ({
  camera: { widthPx, heightPx, framesPerSecond: 30, label: 'Webcam' },
})

describe('[DV2] which browsers', () => {
  test.each([
    ['Chrome 110', browser('chrome', 110), []],
    ['Chrome 109', browser('chrome', 109), ['browser-too-old']],
    ['Firefox 115', browser('firefox', 115), []],
    ['Firefox 114', browser('firefox', 114), ['browser-too-old']],
    ['Safari', browser('safari', 18), ['browser-not-supported']],
    ['another', browser('other', 200), ['browser-not-supported']],
    ['Chrome on a phone', browser('chrome', 140, true), ['phone-not-supported']],
    ['Safari on a phone', browser('safari', 18, true), ['phone-not-supported', 'browser-not-supported']],
  ] as const)('%s', (_what, report, problems) => {
    expect(problemsOf(report)).toEqual(problems)
  })
})

describe('[DV3] camera and microphone', () => {
  test.each([
    ['1280×720', camera(1280, 720), []],
    ['1920×1080', camera(1920, 1080), []],
    ['640×480', camera(640, 480), ['camera-resolution-too-low']],
    ['high but narrow', camera(720, 1280), ['camera-resolution-too-low']],
    ['wide but low', camera(1920, 540), ['camera-resolution-too-low']],
    ['no camera', { camera: null }, ['camera-missing']],
    ['camera blocked', { camera: null, mediaError: 'NotAllowedError' }, ['camera-blocked']],
    ['camera in use', { camera: null, mediaError: 'NotReadableError' }, ['camera-in-use']],
    ['camera too small', { camera: null, mediaError: 'OverconstrainedError' }, ['camera-resolution-too-low']],
    ['two seconds without a frame', { longestStallMs: 2000 }, []],
    ['longer without a frame', { longestStallMs: 2001 }, ['camera-stalls']],
    ['no microphone', { microphone: null }, ['microphone-missing']],
    ['dead microphone', { microphone: { peakRms01: 0, label: 'Mic' } }, ['microphone-silent']],
    ['quiet room', { microphone: { peakRms01: 0.002, label: 'Mic' } }, []],
  ] as const)('%s', (_what, report, problems) => {
    expect(problemsOf(report as Partial<DeviceReport>)).toEqual(problems)
  })

  test('all that is wrong is told at once', () => {
    expect(problemsOf({ ...browser('safari', 17, true), camera: null, microphone: null })).toEqual([
      'phone-not-supported',
      'browser-not-supported',
      'camera-missing',
      'microphone-missing',
    ])
  })
})

describe('[DV1] the device check of a case', () => {
  test('a run needs one, without problems, and not older than the program says', () => {
    const story = aCase()
    story.does({ type: 'give-consent', textVersion: 'v1', language: 'zh' })
    expect(story.refused(story.startCommand()).code).toBe('device-check-missing')
    story.does({ type: 'record-device-check', problems: ['microphone-silent'], details: 'sealed' })
    expect(story.refused(story.startCommand()).code).toBe('device-check-failed')
    story.does({ type: 'record-device-check', problems: [], details: 'sealed' })
    story.passes(minutes(rules.validForMinutes) + 1)
    expect(story.nextStep()).toBe('check-device')
    expect(story.refused(story.startCommand()).code).toBe('device-check-missing')
    story.does({ type: 'record-device-check', problems: [], details: 'sealed' })
    story.passes(minutes(rules.validForMinutes))
    story.does(story.startCommand())
  })

  test('the latest check counts', () => {
    const story = aCase().prepares()
    story.does({ type: 'record-device-check', problems: ['camera-in-use'], details: 'sealed' })
    expect(story.nextStep()).toBe('check-device')
  })
})

describe('[DV3] the line, where the program asks something of it', () => {
  const asking = { ...rules, minUplinkMbps: 5, maxLatencyMs: 1000 }
  const line = (uplinkMbps: number, latencyMs: number) => ({ network: { uplinkMbps, latencyMs } })
  test.each([
    ['as fast and as prompt as is asked', line(5, 1000), []],
    ['too slow', line(4.9, 40), ['uplink-too-slow']],
    ['too late', line(20, 1001), ['latency-too-high']],
    ['both', line(1, 3000), ['uplink-too-slow', 'latency-too-high']],
    ['not measured', { network: null }, ['network-not-measured']],
    ['said nothing of', {}, ['network-not-measured']],
  ] as const)('%s', (_what, report, problems) => {
    expect(deviceProblems(asking, aDevice(report))).toEqual(problems)
  })

  test('where it asks nothing, a slow line is no problem', () => {
    expect(problemsOf(line(0.1, 9000))).toEqual([])
  })
})

describe('[DV5] an ad blocker is named as the cause', () => {
  const noCamera = (mediaError: string, blocked: DeviceReport['blocked']) =>
    problemsOf({ camera: null, microphone: null, mediaError, ...(blocked ? { blocked } : {}) })
  test('a page that has lost its way to the camera is not told that there is no camera', () => {
    expect(noCamera('SecurityError', ['video-api'])).toEqual(['ad-blocker', 'microphone-missing'])
    expect(noCamera('SecurityError', [])).toEqual(['camera-blocked', 'microphone-missing'])
  })

  test('a part of our page that did not come is a cause by itself', () => {
    expect(problemsOf({ blocked: ['our-script'] })).toEqual(['ad-blocker'])
  })

  test('an ad blocker that blocks nothing of ours is not accused', () => {
    expect(problemsOf({ blocked: ['bait'] })).toEqual([])
    expect(noCamera('NotFoundError', ['bait'])).toEqual(['camera-missing', 'microphone-missing'])
    expect(noCamera('NotAllowedError', ['bait'])).toEqual(['camera-blocked', 'microphone-missing'])
    expect(noCamera('TypeError', ['bait'])).toEqual(['ad-blocker', 'microphone-missing'])
    expect(noCamera('TypeError', [])).toEqual(['camera-missing', 'microphone-missing'])
  })
})

describe('[DV2] [DV3] a phone, where phones are let in', () => {
  const phones = { ...rules, desktopOnly: false }
  const held = (widthPx: number, heightPx: number) =>
    deviceProblems(phones, aDevice({ ...browser('chrome', 140, true), ...camera(widthPx, heightPx) }))
  test('its front camera gives as many points upright as lying', () => {
    expect(held(720, 1280)).toEqual([])
    expect(held(1280, 720)).toEqual([])
    expect(held(480, 1280)).toEqual(['camera-resolution-too-low'])
    expect(held(720, 960)).toEqual(['camera-resolution-too-low'])
  })

  test('where only computers are let in, a picture lies', () => {
    expect(problemsOf(camera(720, 1280))).toEqual(['camera-resolution-too-low'])
  })
})
