import { grabStill } from '../../call/grab-still.ts'
import { openCall } from '../../call/open-call.ts'
import { watchFocus } from '../../capture/focus-watch.ts'
import { startRecorder } from '../../capture/recorder.ts'
import { putChunk, runApi } from '../../capture/run-api.ts'
import { wait } from '../../capture/wait.ts'
import { openMedia, rememberedDevices, stopMedia } from '../../device-check/open-media.ts'
import { pageOutbox, recordingLock, resumeLeftBehind } from '../run/resume-left-behind.ts'
import { recordCall } from './record-call.ts'
import { roomApi } from './room-api.ts'
import type { RoomPorts } from './room-ports.ts'

/** The ports of a call on a real page. */
export const pagePorts = (caseId: string, refetch: () => void): RoomPorts => ({
  api: roomApi(caseId),
  run: runApi,
  media: {
    open: () => openMedia(rememberedDevices()),
    stop: stopMedia,
    onLost: (stream, tell) => {
      for (const track of stream.getTracks()) track.addEventListener('ended', tell, { once: true })
    },
    grab: async (stream) => {
      const [track] = stream.getVideoTracks()
      return track ? grabStill(track) : { ok: false, refusal: 'no-picture' }
    },
    // Only tracks of a screen, a window or a tab have this setting.
    isScreen: (stream) => stream.getVideoTracks().some((track) => track.getSettings().displaySurface !== undefined),
  },
  openCall,
  record: async (of, tell) =>
    recordCall(of, {
      ...tell,
      outbox: await pageOutbox(),
      put: putChunk,
      complete: runApi.complete,
      startRecorder,
      hold: async (recordingId, work) => {
        await navigator.locks.request(recordingLock(recordingId), work)
      },
      wait,
      random: Math.random,
      nowMs: Date.now,
    }),
  sendLeftBehind: () => void resumeLeftBehind(),
  watchFocus: (tell) =>
    watchFocus({
      page: document,
      view: window,
      setTimer: (work, ms) => window.setTimeout(work, ms),
      clearTimer: (id) => window.clearTimeout(id),
      ...tell,
    }),
  refetch,
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
  wait,
  random: Math.random,
  newKey: () => crypto.randomUUID(),
})
