import { parentPort, workerData } from 'node:worker_threads'
import type { SeenFace } from '../evidence.ts'
import { encodeJpeg } from '../vision/jpeg.ts'
import { lookAtFrame } from '../vision/look-at-frame.ts'
import { hear } from '../voice/hear.ts'
import { openModels } from './load.ts'
import type { LookAnswer, LookOrder, LookReply, SoundAnswer, SoundOrder, SoundReply } from './model-worker-messages.ts'

/**
 * The thread in which models run, so that they never hold up the process's event loop. It is given decoded pictures
 * only; containers and codecs are the decode child's business.
 */
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread')
const models = openModels((workerData as { modelsDir: string }).modelsDir)

/** So far that a still may be wanted as proof of a head turn. Pitch is told about 12 degrees too low. */
const isTurned = ({ pose }: SeenFace): boolean =>
  pose !== null && (Math.abs(pose.yawDeg) > 8 || Math.abs(pose.pitchDeg + 12) > 8)

const replyTo = async ({ image, atMs, wishes }: LookOrder): Promise<LookReply> => {
  const startedAt = performance.now()
  try {
    const { look, missing } = await lookAtFrame(models, image, atMs, wishes)
    const telling =
      look.card !== null ||
      look.licence !== null ||
      look.faces.length > 1 ||
      look.lookedFor.likeness ||
      look.faces.some(isTurned)
    const keep = wishes.keepPicture === 'yes' || (wishes.keepPicture === 'when-telling' && telling)
    const jpeg = keep ? await encodeJpeg(image) : null
    return { ok: true, look, jpeg, missing, used: models.used(), tookMs: performance.now() - startedAt }
  } catch (cause) {
    return { ok: false, detail: cause instanceof Error ? cause.message : String(cause) }
  }
}

const replyToSound = async ({ sound }: SoundOrder): Promise<SoundReply> => {
  const startedAt = performance.now()
  try {
    const heard = await hear(models, sound)
    return { ok: true, heard, used: models.used(), tookMs: performance.now() - startedAt }
  } catch (cause) {
    return { ok: false, detail: cause instanceof Error ? cause.message : String(cause) }
  }
}

port.on('message', async (order: LookOrder | SoundOrder) => {
  if ('sound' in order) port.postMessage({ id: order.id, reply: await replyToSound(order) } satisfies SoundAnswer)
  else {
    const picture = order.image.data as Uint8Array<ArrayBuffer>
    port.postMessage({ id: order.id, reply: await replyTo(order), picture } satisfies LookAnswer, [picture.buffer])
  }
})
