import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CallRecord } from '#contracts/call-record.ts'
import { Banner } from '../../../kit/banner.tsx'
import { timeOfDayText } from '../../../kit/time-text.ts'
import { progress } from '../../call-room/checklist.ts'
import { Commitments } from '../../call-room/commitments.tsx'
import { type Commitment, roomApi } from '../../call-room/room-api.ts'
import type { Finding } from '../../calls/desk-queries.ts'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { useMe } from '../../frame/use-me.ts'
import { Fold } from '../fold.tsx'
import { ChatLines, Interruptions, Kept, People, Questions } from './call-facts.tsx'
import { CallStep } from './call-step.tsx'

export type ShownPicture = CallRecord['steps'][number]['snapshots'][number] & { about: string }

export type CallSectionProps = {
  call: CallRecord
  attemptId: string
  findings: readonly Finding[]
  /** Whether this person may judge steps now: the verdict is still to be given, and by them. */
  mayJudge: boolean
  onPicture: (picture: ShownPicture) => void
  onJudged: () => void
}

/** [LC4] [LC6] What happened in the call: first what bars or warns, then the checklist, then what is seldom needed. */
export const CallSection = ({ call, attemptId, findings, mayJudge, onPicture, onJudged }: CallSectionProps) => {
  const { t, i18n } = useTranslation('desk')
  const time = (at: string) => timeOfDayText(at, i18n.language)
  const { judged, of } = progress(call.steps)
  return (
    <section aria-labelledby="call-title" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="call-title" className="text-base font-semibold">
          {t('callRecord.title')}
        </h2>
        <p className="tabular text-sm text-ink-soft">
          {call.over
            ? t('callRecord.span', { from: time(call.startedAt), to: time(call.over.at) })
            : t('callRecord.since', { from: time(call.startedAt) })}
          {call.over && call.over.why !== 'done' && <> · {t(`callRecord.over.${call.over.why}`)}</>}
        </p>
      </div>
      {call.opinionsHidden && (
        <Banner meaning="neutral" title={t('callRecord.hidden.title')}>
          {t('callRecord.hidden.body')}
        </Banner>
      )}
      {call.suspicions.length > 0 && (
        <Banner meaning="needs-you" title={t('callRecord.suspicions')}>
          <ul className="grid gap-0.5">
            {call.suspicions.map((one, index) => (
              <li key={index} className="wrap-anywhere">
                <span className="font-medium">{t(`callRoom.suspicion.${one.what}`)}</span>
                {one.note && <>: {one.note}</>}
                <span className="tabular text-sm text-ink-soft">
                  {' '}
                  {t('callRecord.by', { name: one.by, at: time(one.at) })}
                </span>
              </li>
            ))}
          </ul>
          {call.suspicions.some(({ what }) => what === 'stand-in') && <p className="mt-1">{t('callRecord.standIn')}</p>}
        </Banner>
      )}
      {call.place !== null && (
        <p>
          <span className="text-ink-soft">{t('callRecord.place')} </span>
          <span className="font-medium wrap-anywhere">{call.place}</span>
        </p>
      )}
      {!call.opinionsHidden && <p className="text-sm text-ink-soft">{t('callRoom.progress', { judged, of })}</p>}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {call.steps.map((step, index) => (
          <CallStep
            key={step.id}
            bookingId={call.bookingId}
            step={step}
            no={index + 1}
            findings={findings}
            hidden={call.opinionsHidden}
            mayJudge={mayJudge}
            onPicture={onPicture}
            onJudged={onJudged}
          />
        ))}
      </ol>
      <Kept kept={call.kept} />
      <div className="grid gap-1">
        {call.questions.length > 0 && (
          <Fold title={t('callRecord.questions', { count: call.questions.length })}>
            <Questions questions={call.questions} />
          </Fold>
        )}
        <Fold
          title={
            call.interruptions.length === 0
              ? t('callRecord.uninterrupted')
              : t('callRecord.interruptions', { count: call.interruptions.length })
          }
        >
          <Interruptions call={call} />
        </Fold>
        {(mayJudge || call.commitments.length > 0) && (
          <Fold title={t('callRoom.commitment.title')} open={call.commitments.length > 0}>
            <Promised call={call} attemptId={attemptId} mayNote={mayJudge} onNoted={onJudged} />
          </Fold>
        )}
        <Fold title={t('callRecord.people')}>
          <People people={call.people} />
        </Fold>
        {call.chat.length > 0 && (
          <Fold title={t('callRecord.chat', { count: call.chat.length })}>
            <ChatLines chat={call.chat} />
          </Fold>
        )}
      </div>
    </section>
  )
}

type PromisedProps = { call: CallRecord; attemptId: string; mayNote: boolean; onNoted: () => void }

const Promised = ({ call, attemptId, mayNote, onNoted }: PromisedProps) => {
  const me = useMe()
  const noting = useMutation({
    mutationFn: ({ what, note }: { what: Commitment; note: string | null }) =>
      roomApi(call.bookingId).commit(what, note),
    onSuccess: onNoted,
  })
  return (
    <div className="grid gap-2">
      <Commitments
        attemptId={attemptId}
        staffId={me.id}
        commitments={call.commitments}
        mayNote={mayNote}
        busy={noting.isPending}
        onCommit={(what, note) =>
          noting.mutateAsync({ what, note }).then(
            () => true,
            () => false,
          )
        }
      />
      {noting.error && <DeskProblem error={noting.error} />}
    </div>
  )
}
