/**
 * The process that holds one of the operator's speech models and runs it on sherpa-onnx. That library ends the process
 * when it dislikes a model (abort, exit, or a fault), and brings an ONNX runtime of its own, so it is kept away from the
 * server's. Orders come and answers go by the channel to the parent.
 */
import { createRequire } from 'node:module'
import type { HearOrder, LoadOrder, SpeechAnswer, SpeechOrder } from './speech-messages.ts'

const sampleRate = 16_000

/** The part of sherpa-onnx-node that is used; the package has no types of its own. */
type Stream = { acceptWaveform(wave: { samples: Float32Array; sampleRate: number }): void; inputFinished?(): void }
type Extractor = {
  createStream(): Stream
  isReady(stream: Stream): boolean
  compute(stream: Stream, external: boolean): Float32Array
}
type Recogniser = { createStream(): Stream; decode(stream: Stream): void; getResult(stream: Stream): { text: string } }
type Sherpa = {
  SpeakerEmbeddingExtractor: new (config: object) => Extractor
  OfflineRecognizer: new (config: object) => Recogniser
}

type Heard = { text: string | null; print: Float32Array | null }
type Hear = (samples: Float32Array, language: string | null) => Heard

const answer = (message: SpeechAnswer): void => void process.send?.(message)

const modelConfig = ({ type, files }: LoadOrder, language: string): object => {
  const { model, encoder, decoder, joiner } = files
  switch (type) {
    case 'sense-voice':
      return { senseVoice: { model, language, useInverseTextNormalization: 0 } }
    case 'paraformer':
      return { paraformer: { model } }
    case 'zipformer-ctc':
      return { zipformerCtc: { model } }
    case 'transducer':
      return { transducer: { encoder, decoder, joiner } }
    case 'whisper':
      return { whisper: { encoder, decoder, language, task: 'transcribe' } }
    case 'speaker-embedding':
      return {}
  }
}

const openSpeaker = (sherpa: Sherpa, { files }: LoadOrder): Hear => {
  const extractor = new sherpa.SpeakerEmbeddingExtractor({ model: files.model, numThreads: 1, debug: false })
  return (samples) => {
    const stream = extractor.createStream()
    stream.acceptWaveform({ samples, sampleRate })
    stream.inputFinished?.()
    return { text: null, print: extractor.isReady(stream) ? extractor.compute(stream, false) : null }
  }
}

const openRecogniser = (sherpa: Sherpa, order: LoadOrder): Hear => {
  const opened = (language: string) =>
    new sherpa.OfflineRecognizer({
      modelConfig: { ...modelConfig(order, language), tokens: order.files.tokens, numThreads: 1, debug: false },
    })
  // These two are told the language when they are made; the others know one mixture of languages.
  const isTold = order.type === 'sense-voice' || order.type === 'whisper'
  const languageOf = (language: string | null): string => (isTold ? (language ?? '') : '')
  let current = languageOf(order.language)
  let recogniser = opened(current)
  return (samples, language) => {
    if (languageOf(language) !== current) {
      current = languageOf(language)
      recogniser = opened(current)
    }
    const stream = recogniser.createStream()
    stream.acceptWaveform({ samples, sampleRate })
    recogniser.decode(stream)
    return { text: recogniser.getResult(stream).text, print: null }
  }
}

let hear: Hear | null = null

const load = (order: LoadOrder): void => {
  const sherpa = createRequire(import.meta.url)('sherpa-onnx-node') as Sherpa
  hear = order.type === 'speaker-embedding' ? openSpeaker(sherpa, order) : openRecogniser(sherpa, order)
  answer({ what: 'loaded' })
}

const listen = ({ id, samples, language }: HearOrder): void => {
  if (!hear) throw new Error('nothing is loaded')
  const startedAt = performance.now()
  const heard = hear(samples, language)
  answer({ what: 'heard', id, ...heard, tookMs: performance.now() - startedAt })
}

process.on('message', (order: SpeechOrder) => {
  try {
    if (order.do === 'load') load(order)
    else listen(order)
  } catch (cause) {
    answer({ what: 'failed', detail: cause instanceof Error ? cause.message : String(cause) })
  }
})
process.on('disconnect', () => process.exit(0))
