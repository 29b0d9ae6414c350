import type { OperatorModelRef } from '../operator-models/operator-model.ts'
import type { OperatorSpeech, SpeechModel } from '../operator-models/operator-speech.ts'
import type { SpeechSpan } from './voice-evidence.ts'

/** A voice as one number after another; two are compared by cosine. */
export type VoicePrint = { startMs: number; endMs: number; print: Float32Array }

/** What the operator's own models made of the sound. A member is null when no such model is installed. */
export type OperatorHeard = {
  speaker: { model: OperatorModelRef; prints: VoicePrint[]; failed: boolean } | null
  /** `text` is null when nothing was said, or too much to be an answer. */
  recogniser: { model: OperatorModelRef; text: string | null; failed: boolean } | null
}
export const nothingInstalled: OperatorHeard = { speaker: null, recogniser: null }

const samplesPerMs = 16
/** Between words that were said seconds apart. */
const pauseMs = 300
/** Four digits take two or three seconds of speech; what is far longer is no answer and would only cost. */
const mostAnswerMs = 20_000
/** As many prints as tell whether it is one voice; each costs as much as the speech it is made of. */
const mostPrints = 8

const joined = (pieces: readonly Float32Array[]): Float32Array => {
  const pause = pauseMs * samplesPerMs
  const out = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length + pause, pause))
  let at = pause
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length + pause
  }
  return out
}

/**
 * Gives the speech in which digits were said to the models that the operator installed: a voice print for every so much
 * of it, and all of it once to the recogniser. Follows the recording while it grows; without models it does nothing.
 */
export const openOperatorHearing = ({
  speech,
  language,
  minPrintMs,
  wants,
  isAnswer,
  patienceMs,
  onTime,
}: {
  speech: OperatorSpeech
  language: string | null
  /** Speech that one print is made of, at least; what is left over at the end makes one if it is half as much. */
  minPrintMs: number
  /** Which of the two are asked for at all. */
  wants: { speaker: boolean; recogniser: boolean }
  /** Whether an answer may be heard in a span. The page's own prompts are voices too, and come elsewhere. */
  isAnswer: (span: SpeechSpan) => boolean
  /** How long the end of a run may be held up by a model that is behind; what it has not answered then does not count. */
  patienceMs: number
  onTime: (tookMs: number) => void
}) => {
  let heard: OperatorHeard = { speaker: null, recogniser: null }
  let speaker: SpeechModel | null = null
  let recogniser: SpeechModel | null = null
  const found = (async () => {
    if (wants.speaker) speaker = await speech.find('speaker', null)
    if (wants.recogniser && language !== null) recogniser = await speech.find('asr', language)
    // Loading takes a second or two, while the seller is still at the first step.
    speaker?.wake()
    recogniser?.wake()
    if (speaker) heard.speaker = { model: speaker.ref, prints: [], failed: false }
    if (recogniser) heard.recogniser = { model: recogniser.ref, text: null, failed: false }
  })()
  const under = new Set<Promise<void>>()
  let forPrint: { pieces: Float32Array[]; span: SpeechSpan; spokenMs: number } | null = null
  let prints = 0
  let answer: { pieces: Float32Array[]; ms: number; endMs: number } | null = null

  const begin = (work: () => Promise<void>): void => {
    const done = found.then(work).finally(() => under.delete(done))
    under.add(done)
  }

  const print = (leastMs: number): void => {
    const made = forPrint
    if (!made || made.spokenMs < leastMs) return
    forPrint = null
    if (prints >= mostPrints) return
    prints += 1
    begin(async () => {
      const into = heard.speaker
      if (!speaker || !into) return
      const reply = await speaker.hear(joined(made.pieces), language)
      if (reply.ok) onTime(reply.tookMs)
      if (reply.ok && reply.print) into.prints.push({ ...made.span, print: reply.print })
      else into.failed = true
    })
  }

  const answersEnded = (): void => {
    // Four short digits leave too little for a second whole print, and one alone has nothing to be compared with.
    print(minPrintMs / 2)
    transcribe()
  }

  const transcribe = (): void => {
    const said = answer
    answer = null
    if (!said || said.ms > mostAnswerMs) return
    begin(async () => {
      const into = heard.recogniser
      if (!recogniser || !into) return
      const reply = await recogniser.hear(joined(said.pieces), language)
      if (reply.ok) onTime(reply.tookMs)
      // A digit that was being said when the step ended comes on its own.
      if (reply.ok && reply.text !== null) into.text = [into.text, reply.text].filter((text) => text !== null).join(' ')
      else into.failed = true
    })
  }

  return {
    /** Somebody spoke; `sound` is that at 16 kHz, with a little of what is before and behind it. */
    said(span: SpeechSpan, sound: () => Float32Array): void {
      if ((!wants.speaker && !wants.recogniser) || !isAnswer(span)) return
      const samples = sound()
      const spokenMs = span.endMs - span.startMs
      if (wants.speaker) {
        forPrint ??= { pieces: [], span: { ...span }, spokenMs: 0 }
        forPrint.pieces.push(samples)
        forPrint.span.endMs = span.endMs
        forPrint.spokenMs += spokenMs
        print(minPrintMs)
      }
      if (!wants.recogniser) return
      answer ??= { pieces: [], ms: 0, endMs: 0 }
      answer.ms += spokenMs
      answer.endMs = span.endMs
      if (answer.ms <= mostAnswerMs) answer.pieces.push(samples)
    },
    /** Once the step is over no answer comes any more, and the run has other steps in which to listen to this one. */
    upTo(atMs: number): void {
      if (answer && atMs > answer.endMs && !isAnswer({ startMs: atMs, endMs: atMs })) answersEnded()
    },
    /** Resolves when all that was said has been heard. */
    async finish(): Promise<void> {
      answersEnded()
      await found
      let isLate = false
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          isLate = true
          resolve()
        }, patienceMs)
      })
      while (under.size > 0 && !isLate) await Promise.race([late, ...under])
      clearTimeout(timer)
      if (under.size === 0) return
      // Which of the two is behind does not matter: neither may be judged by a part of what it was given.
      heard = {
        speaker: heard.speaker && { ...heard.speaker, failed: true },
        recogniser: heard.recogniser && { ...heard.recogniser, text: null, failed: true },
      }
    },
    heard: (): OperatorHeard => heard,
  }
}
