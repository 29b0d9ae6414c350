import type { StillResult } from '../../call/grab-still.ts'
import type { Call, CallOptions } from '../../call/open-call.ts'
import type { FocusLossKind } from '../../capture/focus-watch.ts'
import type { RunApi } from '../../capture/run-api.ts'
import type { Wait } from '../../capture/wait.ts'
import type { OpenedMedia } from '../../device-check/open-media.ts'
import type { CallRecording, CallRecordingPorts } from './record-call.ts'
import type { RoomApi } from './room-api.ts'

/** What the page has that the call needs; tests bring their own. */
export type RoomPorts = {
  api: RoomApi
  run: Pick<RunApi, 'challenge' | 'focusLoss'>
  media: {
    open: () => Promise<OpenedMedia>
    stop: (stream: MediaStream | null) => void
    /** Tells once when a track ends by itself: unplugged, or taken by another program. */
    onLost: (stream: MediaStream, tell: () => void) => void
    grab: (stream: MediaStream) => Promise<StillResult>
    /** The "camera" shows a screen or a window. */
    isScreen: (stream: MediaStream) => boolean
  }
  openCall: (options: CallOptions) => Call
  record: (
    of: { stream: MediaStream; attemptId: string; recordingId: string },
    tell: Pick<CallRecordingPorts, 'onState' | 'onFailure'>,
  ) => Promise<CallRecording>
  /** What an earlier page left behind is sent beside the call: the server takes it as long as it comes. */
  sendLeftBehind: () => void
  /** Watches whether the page is left, until the returned function is called. */
  watchFocus: (tell: { onLoss: (kind: FocusLossKind) => void; onWarning: (warned: boolean) => void }) => () => void
  /** The room is to be fetched again. */
  refetch: () => void
  every: (ms: number, work: () => void) => () => void
  wait: Wait
  random: () => number
  newKey: () => string
}
