import type { FrameLook } from '../evidence.ts'
import type { RgbImage } from '../vision/image.ts'
import type { LookWishes } from '../vision/look-at-frame.ts'
import type { Heard, SoundWish } from '../voice/hear.ts'
import type { ModelName } from './manifest.ts'

/** What goes to the model thread. The picture's memory goes with it; the sender no longer has it. */
export type LookOrder = { id: number; atMs: number; image: RgbImage; wishes: LookWishes }
export type SoundOrder = { id: number; sound: SoundWish }

export type LookReply =
  | {
      ok: true
      look: Omit<FrameLook, 'picture'>
      jpeg: Uint8Array | null
      /** Models that are not there; what they would have seen is not in the look. */
      missing: ModelName[]
      used: ModelName[]
      tookMs: number
    }
  /** The thread failed on this picture; operators read why, nobody else. */
  | { ok: false; detail: string }

/** The same for a piece of sound. */
export type SoundReply = { ok: true; heard: Heard; used: ModelName[]; tookMs: number } | { ok: false; detail: string }

/** `picture` is the order's memory, handed back. */
export type LookAnswer = { id: number; reply: LookReply; picture: Uint8Array<ArrayBuffer> }
export type SoundAnswer = { id: number; reply: SoundReply }
