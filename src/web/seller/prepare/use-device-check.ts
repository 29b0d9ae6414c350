import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useState } from 'react'
import type { SellerCase } from '#contracts/seller-api.ts'
import { type DeviceReport, type DeviceRequirements, deviceProblems } from '#domain/device-rules.ts'
import { deviceSignals } from '#domain/device-signals.ts'
import { wait } from '../../capture/wait.ts'
import { backgroundOf } from '../../device-check/background-blur.ts'
import { type BlockerPorts, findBlockers, isBaitGone } from '../../device-check/find-blockers.ts'
import { onEachFrame } from '../../device-check/frame-watch.ts'
import { thisBrowser } from '../../device-check/identify-browser.ts'
import { measureNetwork } from '../../device-check/measure-network.ts'
import { networkProbe } from '../../device-check/network-probe.ts'
import { rendererName } from '../../device-check/renderer-name.ts'
import { type MediaUnderCheck, runDeviceCheck } from '../../device-check/run-device-check.ts'
import { watchSoundLevel } from '../../device-check/sound-level.ts'
import { sendDeviceReport } from '../api/seller-queries.ts'
import type { MediaState } from './use-media.ts'

export type DeviceCheckState =
  | { state: 'waiting' }
  | { state: 'running' }
  | { state: 'saving'; report: DeviceReport; problems: string[]; signals: string[] }
  | { state: 'done'; report: DeviceReport; problems: string[]; signals: string[]; error: unknown }

/** The rules as the page needs them; how long a check stays valid is the server's business. */
export const rulesOf = (device: SellerCase['device']): DeviceRequirements => ({
  desktopOnly: device.desktopOnly,
  browsers: device.browsers as DeviceRequirements['browsers'],
  cameraMinWidthPx: device.cameraMinWidthPx,
  cameraMinHeightPx: device.cameraMinHeightPx,
  microphoneRequired: device.microphoneRequired,
  minUplinkMbps: device.minUplinkMbps,
  maxLatencyMs: device.maxLatencyMs,
  validForMinutes: 0,
})

/** [DV1] [DV3] Runs the check on the open media, judges it by the program's rules and keeps it with the case. */
export const useDeviceCheck = (verification: SellerCase, video: RefObject<HTMLVideoElement | null>) => {
  const [check, setCheck] = useState<DeviceCheckState>({ state: 'waiting' })
  const [level01, setLevel01] = useState(0)
  const queries = useQueryClient()
  const inCall = verification.call !== null

  const run = useCallback(
    async (media: MediaState) => {
      setCheck({ state: 'running' })
      const element = video.current
      if (media.state === 'open' && element) await pictureReady(element)
      const looked = await runDeviceCheck({
        browser: thisBrowser(),
        media: mediaUnderCheck(media, element),
        nowMs: () => performance.now(),
        wait: (ms) => wait(ms),
        onLevel: setLevel01,
        measureNetwork: () => measureNetwork(networkProbe),
        findBlockers: () => findBlockers(blockerProbe(inCall)),
      })
      const report: DeviceReport = { ...looked, renderer: rendererName() }
      const problems: string[] = deviceProblems(rulesOf(verification.device), report)
      const signals: string[] = deviceSignals(report).map(({ signal }) => signal)
      setCheck({ state: 'saving', report, problems, signals })
      try {
        const judged = await sendDeviceReport(verification.id, report)
        setCheck({ state: 'done', report, problems: judged.problems, signals: judged.signals, error: null })
        await queries.invalidateQueries({ queryKey: ['home'] })
      } catch (error) {
        setCheck({ state: 'done', report, problems, signals, error })
      }
    },
    [verification.id, verification.device, inCall, video, queries],
  )
  return { check, level01, setLevel01, run }
}

/** What a run or a call needs beside this page is loaded here: it is there then, or missed before it matters. */
const blockerProbe = (inCall: boolean): BlockerPorts => ({
  isSecure: window.isSecureContext,
  hasVideoApi: typeof navigator.mediaDevices?.getUserMedia === 'function',
  loadParts: () => (inCall ? import('../pages/room-page.tsx') : import('../pages/run-page.tsx')),
  fetchPart: (address) => fetch(address, { cache: 'reload' }),
  ping: networkProbe.ping,
  isBaitGone,
})

/** The size is known with the first picture; a camera that never gives one is told by the check itself. */
const pictureReady = (video: HTMLVideoElement): Promise<void> =>
  video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
    ? Promise.resolve()
    : Promise.race([
        new Promise<void>((resolve) => video.addEventListener('loadeddata', () => resolve(), { once: true })),
        wait(5000),
      ])

const mediaUnderCheck = (media: MediaState, video: HTMLVideoElement | null): MediaUnderCheck => {
  if (media.state !== 'open' || !video)
    return { ok: false, error: media.state === 'failed' ? media.error : 'AbortError' }
  const [camera] = media.stream.getVideoTracks()
  const [microphone] = media.stream.getAudioTracks()
  return {
    ok: true,
    camera: {
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      label: camera?.label ?? '',
      ...(camera ? backgroundOf(camera) : {}),
    },
    microphone: microphone ? { label: microphone.label } : null,
    microphoneError: media.microphoneError,
    onFrame: (tell) => onEachFrame(video, tell),
    onSound: (tell) => watchSoundLevel(media.stream, tell),
  }
}
