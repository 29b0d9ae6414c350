import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { instantText } from '../../kit/time-text.ts'
import { toast } from '../../kit/toast.tsx'
import { type Appointment, giveUpCall, recordNoShow } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import type { AppointmentState } from './appointment-order.ts'

/** [BK4] What a reviewer says of a booked call: that they cannot hold it, or who was not there. */
export const AppointmentActions = ({ appointment, state }: { appointment: Appointment; state: AppointmentState }) =>
  state === 'ahead' ? <GiveUp appointment={appointment} /> : <NoShow appointment={appointment} />

const GiveUp = ({ appointment }: { appointment: Appointment }) => {
  const { t } = useTranslation('desk')
  const giving = useSettling(
    (handOver: boolean) => giveUpCall(appointment.bookingId, handOver),
    ({ outcome }) => t(`appointments.gaveUp.${outcome}`),
  )
  return (
    <Question
      appointment={appointment}
      ask={t('appointments.giveUp')}
      title={t('appointments.giveUpTitle')}
      settling={giving}
      actions={
        <>
          <Button look="danger" busy={giving.isPending} onClick={() => giving.mutate(false)}>
            {t('appointments.cancel')}
          </Button>
          <Button look="primary" busy={giving.isPending} onClick={() => giving.mutate(true)}>
            {t('appointments.handOver')}
          </Button>
        </>
      }
    >
      <p>{t('appointments.handOverBody')}</p>
      <p>{t('appointments.cancelBody')}</p>
    </Question>
  )
}

const NoShow = ({ appointment }: { appointment: Appointment }) => {
  const { t } = useTranslation('desk')
  const recording = useSettling(
    (side: 'seller' | 'us') => recordNoShow(appointment.bookingId, side),
    () => t('appointments.noShowDone'),
  )
  return (
    <Question
      appointment={appointment}
      ask={t('appointments.noShow')}
      title={t('appointments.noShowTitle')}
      settling={recording}
      actions={
        <>
          <Button busy={recording.isPending} onClick={() => recording.mutate('us')}>
            {t('appointments.noShowUs')}
          </Button>
          <Button look="primary" busy={recording.isPending} onClick={() => recording.mutate('seller')}>
            {t('appointments.noShowSeller')}
          </Button>
        </>
      }
    >
      <p>{t('appointments.noShowSellerBody')}</p>
      <p>{t('appointments.noShowUsBody')}</p>
    </Question>
  )
}

/** The list is fetched again whatever comes of it: a refusal means that it has changed. */
const useSettling = <Asked, Answer>(send: (asked: Asked) => Promise<Answer>, done: (answer: Answer) => string) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => toast(done(answer), 'good'),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['appointments'] }),
  })
}

type QuestionProps = {
  appointment: Appointment
  ask: string
  title: string
  settling: { error: unknown; isSuccess: boolean; reset: () => void }
  actions: ReactNode
  children: ReactNode
}

const Question = ({ appointment, ask, title, settling, actions, children }: QuestionProps) => {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const [open, setOpen] = useState(false)
  const close = () => {
    setOpen(false)
    settling.reset()
  }
  return (
    <>
      <Button
        look="quiet"
        className="px-2.5 max-sm:-ml-2.5 max-sm:justify-self-start sm:justify-self-end"
        aria-label={`${ask}: ${appointment.shopName}, ${instantText(appointment.startAt, i18n.language)}`}
        onClick={() => setOpen(true)}
      >
        {ask}
      </Button>
      <Dialog
        open={open && !settling.isSuccess}
        onClose={close}
        title={title}
        closeLabel={t('common:close')}
        actions={
          <>
            <Button look="quiet" onClick={close}>
              {t('decision.notYet')}
            </Button>
            {actions}
          </>
        }
      >
        <div className="grid gap-3">
          {settling.error ? <DeskProblem error={settling.error} /> : null}
          <p className="font-medium">
            {appointment.shopName} · {instantText(appointment.startAt, i18n.language)}
          </p>
          {children}
        </div>
      </Dialog>
    </>
  )
}
