import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { classNames } from '../../kit/class-names.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { SnapshotStage } from '../call-room/snapshot-stage.tsx'
import type { Finding } from '../calls/desk-queries.ts'
import { useGo } from '../frame/desk-link.tsx'
import { useMay } from '../frame/use-me.ts'
import { KeyHelp } from '../keys/key-help.tsx'
import type { Action } from '../keys/key-map.ts'
import { useKeys } from '../keys/use-keys.ts'
import type { ShownPicture } from './call/call-section.tsx'
import { RecordingSwitch } from './call/recording-switch.tsx'
import { createClip } from './clip/clip.ts'
import { ClipControls, ClipPlayer } from './clip/clip-player.tsx'
import { ClipTimeline } from './clip/clip-timeline.tsx'
import { CockpitHead } from './cockpit-head.tsx'
import { DecidedBar } from './decision/decided-bar.tsx'
import { DecisionBar, type DecisionHandle } from './decision/decision-bar.tsx'
import { SettleBar } from './decision/settle-bar.tsx'
import { spansToShow, stepToFinding } from './findings/finding-groups.ts'
import { ProofStage } from './proof-stage.tsx'
import { RunFile } from './run-file.tsx'
import { neighbourMoment, stepBlocks } from './timeline-layout.ts'

/** One run in one view: the clip left, everything known beside it, the decision below. */
export const Cockpit = ({ review, onJudged }: { review: ReviewView; onJudged: () => void }) => {
  const { t } = useTranslation('desk')
  const go = useGo()
  const [clip] = useState(createClip)
  const [selected, setSelected] = useState<string | null>(null)
  const [proofOf, setProofOf] = useState<string | null>(null)
  const [close, setClose] = useState(true)
  const [picture, setPicture] = useState<ShownPicture | null>(null)
  const [recordingId, setRecordingId] = useState(review.attempt.recordingId)
  const [helping, setHelping] = useState(false)
  const decision = useRef<DecisionHandle | null>(null)
  const mayDecide = useMay('decide') && review.attempt.outcome === 'in-review'
  const maySettle = useMay('lead') && review.why === 'disagreement'
  const find = (check: string | null) => review.findings.find((finding) => finding.check === check)
  const shownProof = find(proofOf)
  const source = clipOf(review, recordingId)
  const parts = partsOf(review, recordingId)

  const seekIn = (of: string, ms: number) => {
    if (of !== recordingId && clipOf(review, of)) setRecordingId(of)
    clip.seek(ms)
  }

  const select = (finding: Finding) => {
    setSelected(finding.check)
    if (finding.span) seekIn(recordingOf(review, finding), finding.span.startMs)
    if (proofOf !== null) setProofOf(finding.proofFrames.length > 0 ? finding.check : null)
  }
  const openProof = (finding: Finding) => {
    setSelected(finding.check)
    setPicture(null)
    setProofOf(finding.check)
  }

  const showPicture = (shown: ShownPicture) => {
    setProofOf(null)
    setClose(true)
    setPicture(shown)
    if (shown.recordingId) seekIn(shown.recordingId, shown.mediaMs)
  }

  const act = (action: Action): boolean => {
    // The list of keys is a window of its own; it closes itself.
    if (helping) return false
    switch (action.do) {
      case 'play':
        clip.toggle()
        return true
      case 'seek':
        clip.seekBy(action.byMs)
        return true
      case 'mark': {
        const moments = momentsOf(parts)
        const to = neighbourMoment(moments, clip.view().nowMs, action.step)
        if (to !== null) clip.seek(to)
        return true
      }
      case 'step': {
        const block = stepBlocks(parts.steps, clip.view().lengthMs ?? 0).find(({ no }) => no === action.no)
        if (block) clip.seek(block.startMs)
        return true
      }
      case 'finding': {
        const finding = stepToFinding(review.findings, selected, action.step)
        if (finding) select(finding)
        return true
      }
      case 'proof': {
        const finding = find(selected)
        if (finding && finding.proofFrames.length > 0) openProof(finding)
        return true
      }
      case 'zoom':
        setClose(!close)
        return true
      case 'rate':
        clip.changeRate()
        return true
      case 'sound':
        clip.toggleSound()
        return true
      case 'choose':
        decision.current?.choose(action.outcome)
        return true
      case 'note':
        decision.current?.note()
        return true
      case 'confirm':
        decision.current?.confirm()
        return true
      case 'back':
        if (picture !== null) setPicture(null)
        else if (proofOf !== null) setProofOf(null)
        else if (document.activeElement instanceof HTMLElement && isText(document.activeElement))
          document.activeElement.blur()
        else decision.current?.back()
        return true
      case 'queue':
        go('/')
        return true
      case 'help':
        setHelping(true)
        return true
    }
  }
  useKeys(act)

  return (
    <div className="flex min-h-0 flex-1 flex-col min-[64rem]:h-[calc(100dvh-3.3125rem)] min-[64rem]:flex-none">
      <CockpitHead review={review} onHelp={() => setHelping(true)} />
      <div className="grid min-h-0 flex-1 min-[64rem]:grid-cols-[minmax(0,1.25fr)_minmax(24rem,1fr)]">
        <section
          aria-label={t('clip.title')}
          className="relative flex min-h-0 min-w-0 flex-col gap-2 p-3 min-[64rem]:overflow-y-auto min-[64rem]:pr-0"
        >
          {review.call && (
            <RecordingSwitch recordings={review.call.recordings} shown={recordingId} onShow={setRecordingId} />
          )}
          {(source || shownProof || picture) && (
            <div
              className={classNames(
                'relative aspect-video max-h-[60dvh] min-h-40 w-full shrink overflow-hidden rounded-card bg-lens',
                // On a phone proof stands in two rows and wants the height.
                shownProof && 'max-sm:aspect-auto max-sm:h-[60dvh]',
              )}
            >
              {source && <ClipPlayer key={source} clip={clip} source={source} />}
              {shownProof && (
                <ProofStage
                  finding={shownProof}
                  close={close}
                  onZoom={() => setClose(!close)}
                  onSeek={(ms) => seekIn(recordingOf(review, shownProof), ms)}
                  onClose={() => setProofOf(null)}
                />
              )}
              {picture && review.call && (
                <SnapshotStage
                  back="proof.back"
                  bookingId={review.call.bookingId}
                  snapshot={picture}
                  about={picture.about}
                  zoomed={!close}
                  onZoom={() => setClose(!close)}
                  onClose={() => setPicture(null)}
                />
              )}
            </div>
          )}
          {source ? (
            <>
              <ClipControls clip={clip} />
              <div className="px-3">
                <ClipTimeline clip={clip} review={parts} selected={selected} onSelect={select} />
              </div>
            </>
          ) : (
            <EmptyState icon="camera" title={t(review.attempt.mediaDeletedAt ? 'clip.gone.title' : 'clip.none.title')}>
              {t(review.attempt.mediaDeletedAt ? 'clip.gone.body' : 'clip.none.body')}
            </EmptyState>
          )}
        </section>
        <RunFile
          review={review}
          selected={selected}
          onSelect={select}
          onProof={openProof}
          mayJudge={mayDecide && !review.call?.opinionsHidden}
          onPicture={showPicture}
          onJudged={onJudged}
        />
      </div>
      {mayDecide ? (
        <DecisionBar review={review} handle={decision} />
      ) : maySettle ? (
        <SettleBar review={review} />
      ) : (
        <DecidedBar review={review} />
      )}
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
    </div>
  )
}

/** Where a recording of this run is played from; the attempt's own is asked for by the attempt. */
const clipOf = ({ attempt, clip, call }: ReviewView, recordingId: string): string | null =>
  recordingId === attempt.recordingId
    ? (clip?.url ?? null)
    : (call?.recordings.find(({ id }) => id === recordingId)?.clip?.url ?? null)

const recordingOf = (review: ReviewView, { check }: Finding): string =>
  review.findings.find((one) => one.check === check)?.recordingId ?? review.attempt.recordingId

/** What lies on the time line of one recording. */
const partsOf = ({ steps, challenges, findings }: ReviewView, recordingId: string) => {
  const isOf = (one: { recordingId: string }) => one.recordingId === recordingId
  return { steps: steps.filter(isOf), challenges: challenges.filter(isOf), findings: findings.filter(isOf) }
}

const isText = (element: HTMLElement): boolean => element.matches('input, textarea')

/** All that can be jumped to: beginnings of steps, what was asked, beginnings of findings. */
const momentsOf = (review: Pick<ReviewView, 'steps' | 'challenges' | 'findings'>): number[] => [
  ...review.steps.map((step) => step.startMs),
  ...review.challenges.map((one) => one.mediaMs),
  ...spansToShow(review.findings, null).map((span) => span.startMs),
]
