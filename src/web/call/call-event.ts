/** All times by the page's monotonic clock, in milliseconds. Each interruption is told once, and its end once. */
export type CallEvent =
  | {
      kind: 'interrupted'
      peerId: string
      epoch: number
      /** Counts this participant's interruptions from 1. */
      no: number
      lastMediaAtMs: number
      noticedAtMs: number
      /** False: packets still came and only the picture stood still, so the way itself was not cut. */
      packetsStopped: boolean
      /** Whether this side reached the server at that time: whose side dropped cannot be told from the media alone. */
      signalling: 'reachable' | 'lost'
    }
  | { kind: 'resumed'; peerId: string; epoch: number; no: number; atMs: number; lastedMs: number }
