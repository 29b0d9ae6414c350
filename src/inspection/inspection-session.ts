import { limitsOf } from '#domain/inspection-settings.ts'
import type { LiveFacts, StepSpan } from '#domain/run-plan.ts'
import { openCardReads } from './card-reader-queue.ts'
import { completeFindings, judgePictures, judgeTurns, judgeVoice, soundOnly } from './checks/all-checks.ts'
import type { CheckContext } from './checks/check.ts'
import { answerSpans, openContinuityRecord } from './checks/continuity.ts'
import { judgeStreamAside, stillsOf } from './checks/judge-stream.ts'
import type { FrameLook, RunEvidence } from './evidence.ts'
import { describeFace } from './face-description.ts'
import { findSteps } from './find-steps.ts'
import { openFollowedPlan } from './followed-plan.ts'
import type { Inspection, InspectionOptions, InspectionResult } from './inspection.ts'
import { openInterimFindings } from './interim-findings.ts'
import { openKeptPictures } from './kept-pictures.ts'
import { asksLicence, openLookSchedule, samplingFor } from './look-schedule.ts'
import { openLoudness } from './loudness.ts'
import type { DecodeResult, VideoSample } from './media/decoder-types.ts'
import { openDecoder } from './media/recording-decoder.ts'
import type { ModelName } from './models/manifest.ts'
import type { LookPriority } from './models/model-worker.ts'
import type { LookReply } from './models/model-worker-messages.ts'
import { modelsUsed } from './models/models-used.ts'
import { openPanRecord } from './pan/pan-record.ts'
import { runLimits } from './run-limits.ts'
import type { RgbImage } from './vision/image.ts'
import type { LookWishes } from './vision/look-at-frame.ts'
import { openOperatorHearing } from './voice/operator-hearing.ts'
import { openVoiceRecord } from './voice/voice-record.ts'
import { openWitnessRecord } from './witness/witness-record.ts'

/** Prompt looks under way, each holding a whole picture. Beyond it a live run skips pictures down to the floor. */
const maxPrompt = 3
/** No check needs more than two pictures a second; below it they would answer for what nobody saw. */
const floorGapMs = 500
const panLookEveryMs = 900

/**
 * Follows one recording: decodes it in a child, has the models look at sampled pictures while it grows, and judges what
 * they saw. States: open (bytes are pushed) → finishing (the rest is decoded and looked at) → settled.
 */
export const openInspection = (options: InspectionOptions): Inspection => {
  const { settings, registration, today, worker, pace = 'live' } = options
  const context: CheckContext = { settings, registration, today }
  const openedAt = performance.now()
  const plan = openFollowedPlan(options.plan ?? null)
  const looks: FrameLook[] = []
  const glimpses: FrameLook[] = []
  const glimpsesLeftOutMs: number[] = []
  const pictures = openKeptPictures()
  const missingModels = new Set<ModelName>()
  const usedModels = new Set<ModelName>()
  const behind: RunEvidence['behind'] = []
  const reads = openCardReads((kind) => kind === 'licence' && !asksLicence(settings))
  const held = new Map<string, { step: StepSpan; atMs: number; image: RgbImage }>()
  const continuity = openContinuityRecord()
  const operator = openOperatorHearing({
    speech: worker.speech,
    language: options.plan?.language ?? null,
    minPrintMs: limitsOf(settings, 'voice.same-speaker').minPrintMs,
    wants: { speaker: 'voice.same-speaker' in settings.checks, recogniser: 'digits.spoken' in settings.checks },
    isAnswer: plan.mayAnswerIn,
    patienceMs: pace === 'live' ? 2000 : 60_000,
    onTime: (tookMs) => {
      spent.modelMs += tookMs
    },
  })
  const voice = openVoiceRecord({
    hear: worker.hear,
    listener: operator,
    wants: plan.asksDigitsIn,
    onReply: (reply) => {
      if (!reply.ok) return
      for (const name of reply.heard.missing) missingModels.add(name)
      for (const name of reply.used) usedModels.add(name)
      spent.modelMs += reply.tookMs
    },
  })
  const loudness = openLoudness()
  const pending = { prompt: new Set<Promise<void>>(), patient: new Set<Promise<void>>() }
  const last = { look: Number.NEGATIVE_INFINITY }
  const schedule = openLookSchedule(settings, looks, () => plan.steps().length > 0)
  const tellInterim = openInterimFindings(settings, options.onFinding)
  const witnesses = openWitnessRecord({ wanted: 'continuity.witness' in settings.checks })
  const spent = { modelMs: 0, cardReads: 0 }
  let recordingMs = 0
  let aborted = false
  let catchingUp = false

  const account = (reply: LookReply): void => {
    if (!reply.ok) return
    for (const name of reply.missing) missingModels.add(name)
    for (const name of reply.used) usedModels.add(name)
    spent.modelMs += reply.tookMs
    if (reply.look.lookedFor.card) spent.cardReads += 1
  }

  const pan = openPanRecord({ worker, keep: pictures.keep, onReply: account })

  const take = (atMs: number, reply: LookReply, step: StepSpan | null): void => {
    if (!reply.ok) {
      behind.push({ startMs: atMs, endMs: atMs, count: 1 })
      return
    }
    account(reply)
    const picture = reply.jpeg ? pictures.keep(reply.jpeg, atMs) : null
    const look = { ...reply.look, picture }
    looks.push(look)
    const shownIn = look.lookedFor.faces && look.lookedFor.card ? plan.stepAt(atMs) : null
    if (shownIn) schedule.hasExplained(shownIn)
    if (step) reads.saw(step, look)
  }

  const lookAt = (
    priority: LookPriority,
    image: RgbImage,
    atMs: number,
    wishes: LookWishes,
    step: StepSpan | null,
  ): Promise<void> => {
    const looking = worker.look(image, atMs, wishes, priority).then((reply) => {
      pending[priority].delete(looking)
      if (!aborted) take(atMs, reply, step)
    })
    pending[priority].add(looking)
    return looking
  }

  const onVideo = async (sample: VideoSample): Promise<void> => {
    if (aborted) return
    const atMs = sample.ptsMs
    recordingMs = Math.max(recordingMs, atMs)
    const image: RgbImage = { data: sample.rgb, width: sample.widthPx, height: sample.heightPx }
    const step = plan.stepAt(atMs)
    const regular = schedule.isRegular(atMs)
    if (step?.kind === 'pan') {
      pan.saw(step, image, atMs)
      if (pace === 'file' || catchingUp) await pan.caughtUp()
      // Nobody need be in view while the room is shown, so faces are looked for now and then only.
      if (!regular || atMs - last.look < panLookEveryMs) return worker.memory.giveBack(image.data)
    }
    if (!regular) return glimpse(image, atMs)
    if (reads.wants(step, atMs)) {
      held.set(step.id, { step, atMs, image: { ...image, data: worker.memory.copyOf(image.data) } })
      readHeldCards()
      // What is read next depends on what was read here, so a file waits for it to be the same every time.
      if (pace === 'file' || catchingUp) await Promise.all(pending.patient)
    }
    const behind = pace === 'live' && !catchingUp && pending.prompt.size >= maxPrompt
    while (pending.prompt.size >= maxPrompt) {
      if (pace === 'live' && atMs - last.look < floorGapMs) return
      await Promise.race(pending.prompt)
    }
    last.look = atMs
    const wishes = schedule.wishes(step, atMs, behind)
    const looking = lookAt('prompt', image, atMs, wishes, null)
    if (pace === 'file' && wishes.card !== 'no') await looking
    tellInterim(() => {
      const seen = evidence(false, true)
      return [...judgePictures(seen, context), ...judgeTurns(seen, context)]
    })
  }

  /** Between the regular pictures only faces are looked for, and a live run that is behind does without. */
  const glimpse = async (image: RgbImage, atMs: number): Promise<void> => {
    while (pending.prompt.size >= maxPrompt) {
      if (pace === 'live' && !catchingUp) return void glimpsesLeftOutMs.push(atMs)
      await Promise.race(pending.prompt)
    }
    const looking = worker.look(image, atMs, schedule.glimpseWishes, 'prompt').then((reply) => {
      pending.prompt.delete(looking)
      if (aborted || !reply.ok) return
      spent.modelMs += reply.tookMs
      glimpses.push({ ...reply.look, picture: null })
    })
    pending.prompt.add(looking)
  }

  /**
   * One card is read at a time. While it is, the newest picture of each step waits, so that a slow machine reads fewer
   * pictures and never an old one when there is a better one.
   */
  const readHeldCards = (): void => {
    for (const [stepId, { step, atMs, image }] of held) {
      if (aborted || pending.patient.size > 0) return
      held.delete(stepId)
      if (!reads.wants(step, atMs)) continue
      const wishes = { ...schedule.readingWishes(step, atMs), ...reads.took(step, atMs) }
      void lookAt('patient', image, atMs, wishes, step).then(readHeldCards)
    }
  }

  const evidence = (unreadable: boolean, growing: boolean): RunEvidence => {
    const ordered = [...looks].sort((a, b) => a.atMs - b.atMs)
    return {
      looks: ordered,
      glimpses: [...glimpses].sort((a, b) => a.atMs - b.atMs),
      glimpsesLeftOutMs,
      turns: pan.turns(),
      loudness: loudness.loudness(),
      ...plan.asFarAsKnown(() => findSteps(ordered)),
      recordingMs,
      voice: voice.evidence(),
      operatorHeard: operator.heard(),
      missingModels: [...missingModels],
      behind,
      growing,
      unreadable,
    }
  }

  const decoder = openDecoder({
    limits: runLimits,
    sampling: samplingFor(settings, plan.steps()),
    whenBehind: 'wait',
    memory: worker.memory,
    onVideo,
    onStamps: continuity.onStamps,
    onAudio: (block) => {
      continuity.onAudio(block)
      loudness.onAudio(block)
      return aborted ? undefined : voice.onAudio(block)
    },
  })

  const settle = async (
    decoded: DecodeResult,
    liveFacts: LiveFacts | null,
    finishedAt: number,
  ): Promise<InspectionResult> => {
    await voice.finish()
    await operator.finish()
    while (pending.prompt.size + pending.patient.size > 0) await Promise.race([...pending.prompt, ...pending.patient])
    await pan.caughtUp()
    const summary = decoded.ok ? decoded.summary : null
    recordingMs = Math.max(recordingMs, summary?.lastPtsMs ?? 0)
    const seen = evidence(!decoded.ok, false)
    const answers = answerSpans(seen.challenges, limitsOf(settings, 'face.active-liveness'))
    const seenByReviewer = await witnesses.finish()
    const { stillAt: _, ...stream } = continuity.evidence(summary, liveFacts, () => null, answers, seenByReviewer)
    const judged = [
      ...judgePictures(seen, context),
      ...judgeVoice(seen, context),
      ...judgeTurns(seen, context),
      ...(await judgeStreamAside({ evidence: stream, stills: stillsOf(seen), context })),
    ]
    const findings = completeFindings(
      judged.map((finding) => soundOnly(finding, seen)),
      context,
    )
    for (const finding of findings) if (finding.outcome !== 'not-applicable') options.onFinding?.(finding)
    return {
      findings,
      frames: pictures.shownBy(findings),
      timing: {
        recordingMs,
        wallMs: performance.now() - openedAt,
        lastChunkToFindingsMs: performance.now() - finishedAt,
        modelMs: spent.modelMs,
        decodeMs: summary?.cpuTimeMs ?? 0,
        decodePeakBytes: summary?.peakResidentBytes ?? 0,
        framesDecoded: summary?.frames ?? 0,
        framesLookedAt: looks.length,
        cardReads: spent.cardReads,
      },
      models: modelsUsed(usedModels, operator.heard()),
      refusal: decoded.ok ? null : decoded.refusal,
      face: options.describeFace === true ? describeFace(seen, findings) : null,
    }
  }

  return {
    push(bytes, pushed) {
      catchingUp = pushed?.catchingUp ?? false
      return decoder.push(bytes)
    },
    pushWitness: witnesses.push,
    stepStarted(step) {
      plan.stepStarted(step)
      decoder.setSampling(samplingFor(settings, plan.steps()))
    },
    stepEnded(stepId, endMs) {
      plan.stepEnded(stepId, endMs)
      decoder.setSampling(samplingFor(settings, plan.steps()))
    },
    challengeShown: plan.challengeShown,
    challengeShownAgain: plan.challengeShownAgain,
    async finish(liveFacts) {
      const finishedAt = performance.now()
      return settle(await decoder.finish(), liveFacts ?? null, finishedAt)
    },
    async abort() {
      aborted = true
      decoder.kill()
      await Promise.all([decoder.done.catch(() => {}), witnesses.abort()])
    },
  }
}
