import { describe, expect, test } from 'vitest'
import { aCase } from '#test/world/a-case.ts'
import { programAliexpress } from '#test/world/a-program.ts'
import { cleanFindings, failedFinding } from '#test/world/findings.ts'
import { deviceSignals, surest01 } from './device-signals.ts'

const camera = (label: string) => ({ widthPx: 1280, heightPx: 720, framesPerSecond: 30, label })
const seen = (label: string, renderer: string | null = null) =>
  deviceSignals({ camera: camera(label), renderer }).map(({ signal }) => signal)

describe('[DV4] what the devices are called', () => {
  test.each([
    ['OBS Virtual Camera', ['virtual-camera']],
    ['OBS Virtual Camera.mjpeg', ['virtual-camera']],
    ['e2eSoft VCam', ['virtual-camera']],
    ['虚拟摄像头', ['virtual-camera']],
    ['Snap Camera', ['virtual-camera', 'picture-filter']],
    ['Integrated Webcam (0bda:5532)', []],
    ['FaceTime HD Camera', []],
    ['Logitech C920', []],
    ['', []],
  ])('camera "%s"', (label, signals) => {
    expect(seen(label)).toEqual(signals)
  })

  test.each([
    ['ANGLE (VMware, SVGA3D; build: RELEASE; LLVM)', ['virtual-machine']],
    ['ANGLE (Parallels, Parallels using AMD Radeon)', ['virtual-machine']],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)', ['remote-desktop']],
    ['ANGLE (Intel, Intel(R) UHD Graphics 620 Direct3D11)', []],
    ['Apple M2', []],
  ])('renderer "%s"', (renderer, signals) => {
    expect(seen('Integrated Webcam', renderer)).toEqual(signals)
  })

  test('drawing without a graphics card is a weak hint: many honest computers do', () => {
    const signals = deviceSignals({ camera: null, renderer: 'Google SwiftShader' })
    expect(surest01(signals)).toBeLessThan(programAliexpress().device.toPersonAt01)
    expect(surest01([])).toBe(0)
  })
})

test('[DV4] a background that the system blurs is a hint that sends to a person', () => {
  const blurred = { ...camera('Integrated Webcam'), isBackgroundBlurred: true }
  const signals = deviceSignals({ camera: blurred, renderer: null })
  expect(signals).toEqual([{ signal: 'virtual-background', confidence01: 0.9, told: null }])
  expect(surest01(signals)).toBeGreaterThanOrEqual(programAliexpress().device.toPersonAt01)
  expect(deviceSignals({ camera: { ...blurred, isBackgroundBlurred: false }, renderer: null })).toEqual([])
})

test('[DV4] a hint says which words it stands on, and nothing else of the name', () => {
  const signals = deviceSignals({ camera: camera('Ms Li’s OBS Virtual Camera'), renderer: 'ANGLE (VMware, SVGA3D)' })
  expect(signals.map(({ told }) => told)).toEqual(['OBS', 'VMware'])
})

test('[DV4] an address on the operator’s list of proxies is a hint that sends to a person', () => {
  const signals = deviceSignals({ camera: camera('Integrated Webcam'), renderer: null }, { fromProxy: true })
  expect(signals.map(({ signal }) => signal)).toEqual(['proxy'])
  expect(surest01(signals)).toBeGreaterThanOrEqual(programAliexpress().device.toPersonAt01)
})

describe('[DV4] what a signal does', () => {
  const clean = cleanFindings(programAliexpress())
  const withSignal = (confidence01: number) =>
    aCase().completesRun({ signals: [{ signal: 'virtual-camera', confidence01 }] })

  test('a strong one sends a run that would pass to a person, and a weak one does not', () => {
    expect(withSignal(0.9).isFound(clean).state.review?.why).toBe('device-signals')
    expect(withSignal(0.4).isFound(clean).state.status).toBe('restored')
  })

  test('it never refuses a run, and never fails one', () => {
    expect(withSignal(1).state.attempts[0]?.outcome).toBe('inspecting')
    const failed = withSignal(1).isFound(
      cleanFindings(programAliexpress(), [failedFinding('id-card.glare', 'card-glare')]),
    )
    expect(failed.state.attempts[0]?.reasons).toEqual(['card-glare'])
    expect(withSignal(1).isFound([]).state.review?.why).toBe('unsure')
  })
})
