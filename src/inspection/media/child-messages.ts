/** What the decoding process may say in words. It works on hostile bytes, so what it says is checked like any input. */
import { z } from 'zod'
import type { DecodeRefusal, DecodeSummary, RecordingInfo } from './decoder-types.ts'

const count = z.int().nonnegative()
const text = z.string().max(400)

const info = z.strictObject({
  container: text,
  video: z.strictObject({
    codec: text,
    widthPx: count,
    heightPx: count,
    rotationDeg: z.literal([0, 90, 180, 270]),
  }),
  audio: z.strictObject({ codec: text, sampleRateHz: z.number(), channels: z.number() }).nullable(),
}) satisfies z.ZodType<RecordingInfo>

const summary = z.strictObject({
  frames: count,
  samples: count,
  thinned: count,
  thinnedSpans: z.array(z.strictObject({ startMs: z.number(), endMs: z.number(), count })).max(1000),
  damagedPackets: count,
  containerDamage: z.strictObject({ atByte: count, what: z.enum(['damaged', 'second-recording']) }).nullable(),
  audioMs: z.number().nonnegative(),
  firstPtsMs: z.number().nullable(),
  lastPtsMs: z.number().nullable(),
  parameterChanges: z
    .array(
      z.strictObject({
        ptsMs: z.number(),
        what: z.enum(['size', 'pixel-format', 'audio-rate', 'audio-channels']),
        from: text,
        to: text,
      }),
    )
    .max(100),
  cpuTimeMs: z.number().nonnegative(),
  peakResidentBytes: z.number().nonnegative(),
}) satisfies z.ZodType<DecodeSummary>

/** Of the refusals, those that the process itself may come to; the others are its parent's to give. */
const refusal = z.strictObject({
  code: z.enum(['recording-unreadable', 'recording-unsupported', 'recording-without-video', 'recording-too-large']),
  detail: z.string().transform((detail) => detail.slice(0, 400)),
}) satisfies z.ZodType<DecodeRefusal>

const json = (payload: Buffer): unknown => JSON.parse(payload.toString())

export const parseInfo = (payload: Buffer): RecordingInfo => info.parse(json(payload))
export const parseSummary = (payload: Buffer): DecodeSummary => summary.parse(json(payload))
export const parseRefusal = (payload: Buffer): DecodeRefusal => refusal.parse(json(payload))
