import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { ChatPanel } from './chat-panel.tsx'
import { Commitments } from './commitments.tsx'
import { PeoplePanel } from './people-panel.tsx'
import { QuestionPanel } from './question-panel.tsx'
import type { RoomApi, Seat } from './room-api.ts'
import { RoomKeyList } from './room-key-list.tsx'
import { mayTakeOver } from './seats.ts'
import { type SideTab, SideTabs } from './side-tabs.tsx'
import { SuspicionPanel } from './suspicion-panel.tsx'
import type { Run } from './use-run.ts'
import type { Stay } from './use-stay.ts'
import type { WitnessState } from './witness-keeper.ts'

export type RoomSideProps = {
  room: DeskCallRoom
  stay: Stay
  staffId: string
  /** This page leads a call that goes on. */
  leading: boolean
  leads: boolean
  isLead: boolean
  witness: WitnessState
  api: RoomApi
  run: Run
  isBusy: (name: string) => boolean
  tab: SideTab
  onTab: (tab: SideTab) => void
  unread: number
  question: string | null
  onQuestion: (questionId: string | null) => void
  onSit: (seat: Seat | '') => void
  formRef: Ref<HTMLFormElement>
}

/** Chat, questions, suspicions, people and keys, one at a time below the picture. */
export const RoomSide = (props: RoomSideProps) => {
  const { t } = useTranslation('desk')
  const { room, stay, staffId, leads, isLead, api, run, isBusy, tab, formRef, onSit } = props
  const { held } = room
  const takeOver = async () => {
    if (await run('hand-over', () => api.handOver(staffId))) onSit('reviewer')
  }
  return (
    <SideTabs
      shown={tab}
      onShow={props.onTab}
      counts={{
        chat: props.unread,
        suspicion: held?.suspicions.length ?? 0,
        people: room.participants.filter(({ present }) => present).length,
      }}
    >
      {tab === 'chat' && (
        <ChatPanel
          room={room}
          staffId={staffId}
          busy={isBusy('chat')}
          onSay={(text) => run('chat', () => api.chat(text))}
          formRef={formRef}
        />
      )}
      {tab === 'question' && (
        <QuestionPanel
          held={held}
          staffId={props.staffId}
          shown={props.question}
          language={room.language}
          readOnly={!props.leading}
          onShow={props.onQuestion}
        />
      )}
      {tab === 'question' && held && (
        <section aria-labelledby="commitments-title" className="mt-3 grid gap-1.5">
          <h3 id="commitments-title" className="text-sm font-semibold">
            {t('callRoom.commitment.title')}
          </h3>
          <Commitments
            attemptId={held.attemptId}
            staffId={staffId}
            commitments={held.commitments}
            mayNote={props.leading}
            busy={isBusy('commitment')}
            onCommit={(what, note) => run('commitment', () => api.commit(what, note))}
          />
        </section>
      )}
      {tab === 'suspicion' && (
        <SuspicionPanel
          held={held}
          staffId={staffId}
          busy={isBusy('suspicion')}
          onSuspect={(what, note) => run('suspicion', () => api.suspect(what, note))}
          formRef={formRef}
        />
      )}
      {tab === 'people' && (
        <PeoplePanel
          room={room}
          leads={leads}
          mayTakeOver={mayTakeOver(room, isLead)}
          isSeated={stay.state?.phase === 'in'}
          microphone={stay.microphone}
          hasMicrophone={(stay.own?.getAudioTracks().length ?? 0) > 0}
          witness={props.witness}
          busy={isBusy('hand-over')}
          onHandOver={(to) => void run('hand-over', () => api.handOver(to))}
          onTakeOver={() => void takeOver()}
          onMicrophone={stay.toggleMicrophone}
          onLeave={() => onSit('')}
        />
      )}
      {tab === 'help' && <RoomKeyList />}
    </SideTabs>
  )
}
