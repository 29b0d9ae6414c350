import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom, EndCallAsked } from '#contracts/held-call.ts'
import { classNames } from '../../kit/class-names.ts'
import { toast } from '../../kit/toast.tsx'
import { reviewAddress, useGo } from '../frame/desk-link.tsx'
import { useMay, useMe } from '../frame/use-me.ts'
import { useKept } from '../kept/kept.ts'
import { useKeysOf } from '../keys/use-keys.ts'
import { nextStep, openStep, stepOfNumber } from './checklist.ts'
import { ChecklistPanel } from './checklist-panel.tsx'
import { EndBar, type EndHandle } from './end-bar.tsx'
import { roomApi, type Snapshot } from './room-api.ts'
import { RoomBanner } from './room-banner.tsx'
import { RoomFile } from './room-file.tsx'
import { RoomHead } from './room-head.tsx'
import { type RoomAction, roomActionOf } from './room-keys.ts'
import { RoomSide } from './room-side.tsx'
import { keptSeat, seatsFor } from './seats.ts'
import type { SideTab } from './side-tabs.tsx'
import { SnapshotStage } from './snapshot-stage.tsx'
import { Stage } from './stage.tsx'
import { parseText } from './step-note.ts'
import { useJudging } from './use-judging.ts'
import { useNews } from './use-news.ts'
import { useRun } from './use-run.ts'
import { useStay } from './use-stay.ts'
import { useStepName } from './use-step-name.ts'
import { useWitness } from './use-witness.ts'

/** The cockpit of a call: the seller left, the checklist in the middle, what is known of them right; nothing stands in the way. */
export const CallRoom = ({ room }: { room: DeskCallRoom }) => {
  const { t } = useTranslation('desk')
  const me = useMe()
  const isLead = useMay('lead')
  const go = useGo()
  const { bookingId, held } = room
  const api = useMemo(() => roomApi(bookingId), [bookingId])
  const { run, isBusy } = useRun(bookingId)
  const [kept, keepSeat] = useKept(`call.seat.${me.id}.${bookingId}`, '', parseText)
  const seats = seatsFor(room, isLead)
  const seat = keptSeat(kept, seats)
  const stay = useStay(room, seat)
  const witness = useWitness(room, stay.seller?.stream ?? null)
  const [tab, setTab] = useState<SideTab>('chat')
  const [readLines, setReadLines] = useState(room.chat.length)
  const [picture, setPicture] = useState<Snapshot | null>(null)
  const [zoomed, setZoomed] = useState(false)
  const [ending, setEnding] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const noteInput = useRef<HTMLTextAreaElement>(null)
  const end = useRef<EndHandle | null>(null)
  const stepName = useStepName()
  const judging = useJudging(held, me.id, api, run)

  const leads = room.me.leads && seat === 'reviewer'
  const isRunning = held !== null && held.over === null
  const step = held ? openStep(held.steps) : null
  const mayRing = seat === 'reviewer' && held === null
  const showPicture = useCallback((snapshot: Snapshot | null) => {
    setPicture(snapshot)
    setZoomed(false)
  }, [])
  useNews(room, me.id, showPicture)

  const unread = tab === 'chat' ? 0 : room.chat.length - readLines
  const showTab = (next: SideTab, focus = false) => {
    setReadLines(room.chat.length)
    setTab(next)
    if (focus) requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus())
  }
  const openStepOf = (stepId: string | null) => {
    showPicture(null)
    void run('step', () => api.leadStep(stepId))
  }
  const askSnapshot = () => {
    if (!step) return toast(t('callRoom.step.openFirst'), 'needs-you')
    void run('snapshot', () => api.askSnapshot(step.id))
  }
  // What the seller sees is the room's to say: it stays marked when this page is loaded anew, and for whoever takes over.
  const question = held?.questionShown ?? null
  const showQuestion = (questionId: string | null) => {
    void run('question', () => api.showQuestion(questionId))
  }
  const endCall = async (verdict: EndCallAsked['verdict']): Promise<boolean> => {
    const ended = await run('end', () => api.end(verdict))
    if (!ended || !held) return ended
    setEnding(false)
    if (verdict) toast(t(`callRoom.ending.done.${verdict.outcome}`, { shop: room.shopName }), 'good')
    // The rest of the witness still goes out from this page; reviewing can begin meanwhile.
    else if (witness === 'none' || witness === 'sent') go(reviewAddress(room.caseId, held.attemptId))
    return ended
  }

  const nextQuestion = () => {
    const questions = held?.questions ?? []
    const at = questions.findIndex(({ id }) => id === question)
    showTab('question')
    if (leads && isRunning) showQuestion(questions[at + 1]?.id ?? null)
  }
  const back = () => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select')) activeElement.blur()
    else if (picture) showPicture(null)
    else if (ending) setEnding(false)
  }
  const act = (action: RoomAction): boolean => {
    switch (action.do) {
      case 'back':
        back()
        return true
      case 'help':
        showTab('help')
        return true
      case 'chat':
        showTab('chat', true)
        return true
      case 'people':
        showTab('people')
        return true
      case 'suspicion':
        showTab('suspicion', true)
        return true
      case 'question':
        nextQuestion()
        return true
      case 'microphone':
        if (stay.own) stay.toggleMicrophone()
        return true
      case 'picture':
        showPicture(picture ? null : (step?.snapshots.at(-1) ?? null))
        return true
      case 'zoom':
        setZoomed(!zoomed)
        return true
      case 'ring':
        if (mayRing && room.phase === 'waiting') void run('ring', api.ring)
        return true
      default:
        return leads && isRunning && held ? lead(action) : false
    }
  }
  /** What only the one who leads may do, while the call goes on. */
  const lead = (action: RoomAction): boolean => {
    if (!held) return false
    switch (action.do) {
      case 'step': {
        const wanted = stepOfNumber(held.steps, action.no)
        if (wanted) openStepOf(wanted.id)
        return true
      }
      case 'next-step':
        openStepOf(nextStep(held.steps)?.id ?? null)
        return true
      case 'close-step':
        openStepOf(null)
        return true
      case 'snapshot':
        askSnapshot()
        return true
      case 'judge':
        if (step) judging.judge(step, action.judgement)
        else toast(t('callRoom.step.openFirst'), 'needs-you')
        return true
      case 'note':
        requestAnimationFrame(() => noteInput.current?.focus())
        return true
      case 'pause':
        void run('pause', () => api.pause(!held.paused))
        return true
      case 'end':
        setEnding(true)
        return true
      case 'choose':
        end.current?.choose(action.outcome)
        return true
      case 'confirm':
        if (ending) end.current?.confirm()
        return ending
      default:
        return false
    }
  }
  useKeysOf((press) => roomActionOf(press, ending), act)

  const stepOfPicture = held?.steps.find(({ id }) => id === picture?.stepId)
  return (
    <div className="flex min-h-0 flex-1 flex-col min-[64rem]:h-[calc(100dvh-3.3125rem)] min-[64rem]:flex-none">
      <RoomHead
        room={room}
        leads={seat === 'reviewer'}
        isBusy={isBusy}
        onRing={() => void run('ring', api.ring)}
        onPause={() => held && void run('pause', () => api.pause(!held.paused))}
        onEnd={() => setEnding(true)}
        onHelp={() => showTab('help')}
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] gap-3 p-3 min-[64rem]:grid-cols-[minmax(0,1.5fr)_minmax(20rem,1fr)] min-[80rem]:grid-cols-[minmax(0,1.5fr)_minmax(17rem,0.85fr)_minmax(19rem,0.95fr)]">
        <div className="relative grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3 min-[64rem]:overflow-y-auto">
          <RoomBanner room={room} state={stay.state} seats={seats} onSit={keepSeat} onSitAgain={() => keepSeat('')} />
          {seat !== null && (
            <Stage
              room={room}
              stay={stay}
              over={
                picture && (
                  <SnapshotStage
                    back="callRoom.picture.back"
                    key={picture.id}
                    bookingId={bookingId}
                    snapshot={picture}
                    about={stepOfPicture ? stepName(stepOfPicture) : ''}
                    zoomed={zoomed}
                    onZoom={() => setZoomed(!zoomed)}
                    onClose={() => showPicture(null)}
                  />
                )
              }
            />
          )}
          <RoomSide
            room={room}
            stay={stay}
            staffId={me.id}
            leading={leads && isRunning}
            leads={leads}
            isLead={isLead}
            witness={witness}
            api={api}
            run={run}
            isBusy={isBusy}
            tab={tab}
            onTab={(next) => showTab(next)}
            unread={unread}
            question={question}
            onQuestion={showQuestion}
            onSit={keepSeat}
            formRef={form}
          />
        </div>
        {held && (
          <div className="relative min-h-0 min-w-0 min-[64rem]:overflow-y-auto min-[80rem]:col-start-2">
            <ChecklistPanel
              bookingId={bookingId}
              staffId={me.id}
              held={held}
              readOnly={!leads || !isRunning}
              isBusy={isBusy}
              pendingStepId={judging.pendingStepId}
              onOpen={openStepOf}
              onJudge={(judgement) => step && judging.judge(step, judgement)}
              onSnapshot={askSnapshot}
              onPicture={showPicture}
              noteInput={noteInput}
            />
          </div>
        )}
        <div
          className={classNames(
            'relative min-h-0 min-w-0 min-[64rem]:overflow-y-auto',
            // Before there is a checklist, what is known takes its place.
            !held && 'min-[80rem]:col-span-2',
          )}
        >
          <RoomFile room={room} />
        </div>
      </div>
      {ending && isRunning && held && leads && (
        <EndBar
          room={room}
          held={held}
          staffId={me.id}
          busy={isBusy('end')}
          handle={end}
          onEnd={endCall}
          onBack={() => setEnding(false)}
        />
      )}
    </div>
  )
}
