import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { serverNowMs } from '../../kit/server-time.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { bookCall, type CallTimes, callTimesQuery, type SellerCall } from '../api/call-queries.ts'
import { type CallTime, daysOf, firstLanguage, isAfter, leadMs } from './call-days.ts'
import { ChosenTime } from './chosen-time.tsx'
import { DayChoice } from './day-choice.tsx'
import { type CallChoice, keepChoice, keptChoice } from './kept-choice.ts'
import { LanguageChoice } from './language-choice.tsx'
import { TimeChoice } from './time-choice.tsx'
import { useCallWords } from './use-call-words.ts'
import { useOpenTimes } from './use-open-times.ts'
import { WaitForTime } from './waiting-list.tsx'

const none: CallTimes['times'] = []

export type TimeChooserProps = { verification: SellerCase; call: SellerCall; onBooked: () => void }

/** [BK1] [BK3] [BK4] Language, day, time, and the button that books: one screen, for the first appointment and for another. */
export const TimeChooser = ({ verification, call, onBooked }: TimeChooserProps) => {
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  const words = useCallWords(call.zone)
  const [{ language, day, picked }, setChoice] = useState<CallChoice>(
    () =>
      keptChoice(
        verification.id,
        call.languages.map((one) => one.language),
      ) ?? { language: firstLanguage(call, i18n.language), day: '', picked: null },
  )
  const change = (to: Partial<CallChoice>) => {
    const next = { language, day, picked, ...to }
    keepChoice(verification.id, next)
    setChoice(next)
  }
  const listed = useQuery(callTimesQuery(verification.id, language))
  const open = useOpenTimes(listed.data?.times ?? none, {
    leadMs: leadMs(call, language),
    lockedUntil: verification.allowance.lockedUntil,
  })
  const booking = useMutation({
    mutationFn: (time: CallTime) => bookCall(verification.id, { startAt: time.startAt, language }),
    onSuccess: async () => {
      keepChoice(verification.id, null)
      await queries.invalidateQueries({ queryKey: ['home'] })
      onBooked()
    },
    onError: (error) => {
      // What the server knows better is fetched at once: the list and, for what bars a booking, the case.
      if (error instanceof RequestFailure && error.kind === 'refused')
        for (const queryKey of [['call-times'], ['home']]) void queries.invalidateQueries({ queryKey })
    },
  })
  const days = daysOf(open, words.own)
  // A day whose last time went makes room for the next one.
  const shown = days.find((one) => one.day >= day) ?? days.at(-1)
  const isTaken = booking.error instanceof RequestFailure && isGoneCode(booking.error.code)
  const isOpen = picked !== null && open.some(({ startAt }) => startAt === picked.startAt)
  const isGone = picked !== null && listed.data !== undefined && (isTaken || !isOpen)
  const choose = (time: CallTime) => {
    booking.reset()
    change({ picked: time })
  }
  const failure = listed.error ?? (listed.data ? null : listed.failureReason)
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-5">
        {isGone && !call.waiting && <Gone at={words.both(picked.startAt)} />}
        {booking.error && !isTaken && <Problem error={booking.error} />}
        {failure && <Problem error={failure} onRetry={() => void listed.refetch()} />}
        <Card className="grid gap-6">
          {listed.data && <Deadline verification={verification} times={listed.data} open={open} />}
          {call.languages.length > 1 && (
            <LanguageChoice
              call={call}
              words={words}
              chosen={language}
              onChoose={(next) => {
                booking.reset()
                change({ language: next, picked: null })
              }}
            />
          )}
          {!listed.data && !listed.error && <Skeleton lines={6} />}
          {listed.data && !shown && (
            <NoTimes
              hasOthers={call.languages.length > 1}
              busy={listed.isFetching}
              onLook={() => void listed.refetch()}
            />
          )}
          {listed.data && shown && (
            <>
              <DayChoice days={days} chosen={shown.day} onChoose={(next) => change({ day: next })} />
              <TimeChoice
                day={shown}
                words={words}
                deadlineAt={listed.data.deadlineAt}
                chosen={isGone ? null : (picked?.startAt ?? null)}
                onChoose={choose}
              />
            </>
          )}
          {listed.data && (
            <WaitForTime
              verification={verification}
              call={call}
              language={language}
              before={call.booked?.startAt ?? open[0]?.startAt ?? null}
            />
          )}
        </Card>
      </div>
      {listed.data && shown && (
        <ChosenTime
          time={isGone ? null : picked}
          language={language}
          words={words}
          deadlineAt={listed.data.deadlineAt}
          instead={call.booked}
          busy={booking.isPending}
          onBook={() => picked && booking.mutate(picked)}
        />
      )}
    </div>
  )
}

/** The time itself cannot be had, though another can. */
const isGoneCode = (code: string): boolean => code === 'slot-taken' || code === 'slot-too-soon'

/** [BK2] Somebody was faster, or the time has come too close: said where the eye and the focus are. */
const Gone = ({ at }: { at: string }) => {
  const { t } = useTranslation('seller')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className="scroll-mt-4 rounded-card outline-none">
      <Banner role="alert" meaning="needs-you" title={t('call.gone', { at })}>
        {t('call.goneWhy')}
      </Banner>
    </div>
  )
}

type DeadlineProps = { verification: SellerCase; times: CallTimes; open: readonly CallTime[] }

/** Until when, and whether that was moved because nothing was free before. [BK5] */
const Deadline = ({ verification, times, open }: DeadlineProps) => {
  const { t } = useTranslation('seller')
  const words = useCallWords(times.zone)
  const at = words.here(times.deadlineAt)
  const isMoved = verification.history.some(
    ({ type, params }) =>
      type === 'deadline-moved' && params.why === 'no-slot' && params.deadlineAt === times.deadlineAt,
  )
  const isOver = Date.parse(times.deadlineAt) <= serverNowMs()
  const hasLater = open.some((time) => isAfter(time, times.deadlineAt))
  return (
    <p className="flex items-start gap-2">
      <span className="mt-0.5 text-ink-soft">
        <Icon name="clock" />
      </span>
      <span className="max-w-read">
        <span className="font-medium">{isOver ? t('call.deadlineOver', { at }) : t('call.deadline', { at })}</span>
        <span className="block text-sm text-ink-soft">
          {isOver
            ? t('call.deadlineOverWhy')
            : isMoved
              ? t('call.deadlineMoved')
              : hasLater
                ? t('call.deadlineWhy')
                : null}
        </span>
      </span>
    </p>
  )
}

type NoTimesProps = { hasOthers: boolean; busy: boolean; onLook: () => void }

/** [BK5] Nothing free at all: what becomes of the deadline, and what can be done. */
const NoTimes = ({ hasOthers, busy, onLook }: NoTimesProps) => {
  const { t } = useTranslation('seller')
  return (
    <EmptyState
      icon="clock"
      title={t('call.none')}
      action={
        <Button busy={busy} onClick={onLook}>
          {t('call.lookAgain')}
        </Button>
      }
    >
      <p>{t('call.noneWhy')}</p>
      {hasOthers && <p className="mt-1">{t('call.noneOthers')}</p>}
    </EmptyState>
  )
}
