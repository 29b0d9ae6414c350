import { Worker } from 'node:worker_threads'
import { openPictureMemory, type PictureMemory } from '../media/picture-memory.ts'
import { type OperatorSpeech, openOperatorSpeech } from '../operator-models/operator-speech.ts'
import { openPanTracker, type PanTracker } from '../pan/tracker.ts'
import type { RgbImage } from '../vision/image.ts'
import type { LookWishes } from '../vision/look-at-frame.ts'
import type { SoundWish } from '../voice/hear.ts'
import type { LookAnswer, LookOrder, LookReply, SoundAnswer, SoundOrder, SoundReply } from './model-worker-messages.ts'

/**
 * `prompt` looks keep up with a recording that grows; `patient` ones (reading a card takes a tenth of a second or more)
 * fill the time between and are finished at the end.
 */
export type LookPriority = 'prompt' | 'patient'

/** Looks at pictures and hears sound with the models, in threads of its own. Shared by all inspections of a process. */
export type ModelWorker = {
  /** Takes the picture's memory over. Never rejects: what goes wrong is in the reply. */
  look(image: RgbImage, atMs: number, wishes: LookWishes, priority: LookPriority): Promise<LookReply>
  /** The same for a piece of sound; it is copied. */
  hear(sound: SoundWish, priority: LookPriority): Promise<SoundReply>
  /** Follows points between two pictures, in a thread of its own. */
  tracker: PanTracker
  /** Where the memory of pictures comes from and goes back to when they were looked at. */
  memory: PictureMemory
  /** The operator's own speech models, each in a process of its own. */
  speech: OperatorSpeech
  close(): Promise<void>
}

type Waiting =
  | { order: LookOrder; settle: (reply: LookReply) => void; answered: Promise<LookReply> }
  | { order: SoundOrder; settle: (reply: SoundReply) => void; answered: Promise<SoundReply> }

/**
 * So many prompt looks go before a patient one that waits. A machine that is behind always has a prompt one waiting, and
 * would otherwise read no card before the recording is over.
 */
const mostPassedOver = 4

/**
 * Starts threads when the first picture comes. Callers bound how many looks they have under way, which bounds the
 * memory here: each waiting look holds one whole picture.
 */
export const openModelWorker = (modelsDir: string, { threads = 1 }: { threads?: number } = {}): ModelWorker => {
  const queues: Record<LookPriority, Waiting[]> = { prompt: [], patient: [] }
  const workers = new Map<Worker, Waiting | null>()
  const tracker = openPanTracker()
  const memory = openPictureMemory()
  const speech = openOperatorSpeech(modelsDir)
  let nextId = 1
  let passedOver = 0
  let closed = false

  const start = (): Worker => {
    const worker = new Worker(new URL('./model-worker-thread.ts', import.meta.url), { workerData: { modelsDir } })
    workers.set(worker, null)
    // An idle thread must not keep a command from ending.
    worker.unref()
    worker.on('message', (message: LookAnswer | SoundAnswer | { id?: undefined }) => {
      // Started with `--watch`, Node tells the files of a worker through the same port: no answer to any order.
      if (message.id === undefined) return
      const { id, reply } = message
      if ('picture' in message) memory.giveBack(message.picture)
      const busyWith = workers.get(worker)
      workers.set(worker, null)
      worker.unref()
      // The thread answers each order in its own kind, which the types of two queues cannot say.
      if (busyWith?.order.id === id) busyWith.settle(reply as LookReply & SoundReply)
      dispatch()
    })
    const lost = (detail: string): void => {
      const busyWith = workers.get(worker)
      workers.delete(worker)
      busyWith?.settle({ ok: false, detail })
      dispatch()
    }
    worker.on('error', (error) => lost(error.message))
    worker.on('exit', () => {
      if (workers.has(worker)) lost('the model thread ended')
    })
    return worker
  }

  const idleWorker = (): Worker | null => {
    for (const [worker, busyWith] of workers) if (busyWith === null) return worker
    return workers.size < threads ? start() : null
  }

  const next = (): Waiting | undefined => {
    const isPatienceOver = passedOver >= mostPassedOver && queues.patient.length > 0
    const prompt = isPatienceOver ? undefined : queues.prompt.shift()
    passedOver = prompt && queues.patient.length > 0 ? passedOver + 1 : 0
    return prompt ?? queues.patient.shift()
  }

  const dispatch = (): void => {
    while (!closed && queues.prompt.length + queues.patient.length > 0) {
      const worker = idleWorker()
      if (!worker) return
      const waiting = next()
      if (!waiting) return
      workers.set(worker, waiting)
      worker.ref()
      worker.postMessage(
        waiting.order,
        'image' in waiting.order ? [waiting.order.image.data.buffer as ArrayBuffer] : [],
      )
    }
  }

  return {
    look(image, atMs, wishes, priority) {
      const { promise: answered, resolve: settle } = Promise.withResolvers<LookReply>()
      if (closed) settle({ ok: false, detail: 'closed' })
      else queues[priority].push({ order: { id: nextId++, atMs, image: ownMemory(image), wishes }, settle, answered })
      dispatch()
      return answered
    },
    hear(sound, priority) {
      const { promise: answered, resolve: settle } = Promise.withResolvers<SoundReply>()
      if (closed) settle({ ok: false, detail: 'closed' })
      else queues[priority].push({ order: { id: nextId++, sound }, settle, answered })
      dispatch()
      return answered
    },
    tracker,
    memory,
    speech,
    async close() {
      closed = true
      tracker.close()
      speech.close()
      for (const { settle } of [...queues.prompt.splice(0), ...queues.patient.splice(0)])
        settle({ ok: false, detail: 'closed' })
      // A thread that is ended in the midst of native code takes the whole process with it.
      await Promise.all([...workers.values()].map((busyWith) => busyWith?.answered))
      await Promise.all([...workers.keys()].map((worker) => worker.terminate()))
    },
  }
}

/** Pictures come with the few bytes of their message's head before them. */
const headBytes = 64

/** A view on a larger buffer cannot be handed over without taking its neighbours along. */
const ownMemory = (image: RgbImage): RgbImage =>
  image.data.byteLength >= image.data.buffer.byteLength - headBytes && image.data.buffer instanceof ArrayBuffer
    ? image
    : { ...image, data: image.data.slice() }
