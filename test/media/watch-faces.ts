import { createReadStream } from 'node:fs'
import type { SeenFace } from '#inspection/evidence.ts'
import type { DecoderLimits } from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import { openModels } from '#inspection/models/load.ts'
import { lookAtFrame } from '#inspection/vision/look-at-frame.ts'
import { modelsDir } from '#main/models-dir.ts'

export type WatchedFace = {
  widthPx: number
  yawDeg: number
  pitchDeg: number
  live01: number
  embedding: Float32Array
}
export type WatchedPicture = { atMs: number; widthPx: number; heightPx: number; faces: WatchedFace[] }

/** Sound comes at 16 kHz. */
const tenthOfASecond = 1600

const limits: DecoderLimits = {
  wallTimeMs: 10 * 60_000,
  stallMs: 60_000,
  cpuTimeMs: 5 * 60_000,
  residentBytes: 700 * 2 ** 20,
  recordingBytes: 2 ** 28,
  durationMs: 10 * 60_000,
  frames: 30_000,
  longSidePx: 1920,
  shortSidePx: 1200,
}

const described = ({ box, pose, embedding, live01 }: SeenFace): WatchedFace => ({
  widthPx: box[2] - box[0],
  yawDeg: pose!.yawDeg,
  pitchDeg: pose!.pitchDeg,
  live01: live01!,
  embedding: embedding!,
})

/**
 * What the product's own decoder and face models see in a recording, at so many pictures a second, and the loudest
 * tenth of a second of its sound (root mean square, 0…1).
 */
export const watchFaces = (file: string, framesPerSecond = 3): Promise<Watched> =>
  watchBytes(createReadStream(file), framesPerSecond)

export type Watched = {
  looks: WatchedPicture[]
  loudestRms01: number
  frames: number
  lastPtsMs: number
  audioMs: number
}

/** The same for a recording in pieces. */
export const watchBytes = async (
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  framesPerSecond = 3,
): Promise<Watched> => {
  const models = openModels(modelsDir())
  const looks: WatchedPicture[] = []
  let loudestRms01 = 0
  let energy = 0
  let heard = 0
  const decoder = openDecoder({
    limits,
    sampling: { framesPerSecond, spans: [] },
    whenBehind: 'wait',
    async onVideo({ ptsMs, rgb, widthPx, heightPx }) {
      const wishes = {
        faces: true,
        likeness: true,
        pose: false,
        card: 'no',
        cardNear: null,
        keepPicture: 'no',
      } as const
      const image = { data: rgb, width: widthPx, height: heightPx }
      const { look, missing } = await lookAtFrame(models, image, ptsMs, wishes)
      if (missing.length > 0) throw new Error(`The models are not there: ${missing.join(', ')}`)
      looks.push({ atMs: ptsMs, widthPx, heightPx, faces: look.faces.map(described) })
    },
    onAudio({ samples }) {
      for (const sample of samples) {
        energy += sample ** 2
        if (++heard % tenthOfASecond !== 0) continue
        loudestRms01 = Math.max(loudestRms01, Math.sqrt(energy / tenthOfASecond))
        energy = 0
      }
    },
  })
  for await (const bytes of pieces) await decoder.push(bytes)
  const result = await decoder.finish()
  await models.release()
  if (!result.ok) throw new Error(`The recording could not be decoded: ${result.refusal.code}`)
  const { frames, lastPtsMs, audioMs } = result.summary
  return { looks, loudestRms01, frames, lastPtsMs: lastPtsMs ?? 0, audioMs }
}
