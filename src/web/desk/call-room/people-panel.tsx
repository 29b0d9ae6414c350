import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { Field, SelectInput } from '../../kit/field.tsx'
import { Status } from '../../kit/status.tsx'
import type { WitnessState } from './witness-keeper.ts'

export type PeoplePanelProps = {
  room: DeskCallRoom
  leads: boolean
  /** A lead may take the call over from another. */
  mayTakeOver: boolean
  isSeated: boolean
  microphone: boolean
  hasMicrophone: boolean
  witness: WitnessState
  busy: boolean
  onHandOver: (to: string) => void
  onTakeOver: () => void
  onMicrophone: () => void
  onLeave: () => void
}

/** [LC5] [LC6] Who is in the call and as what, and how it passes into other hands. */
export const PeoplePanel = (props: PeoplePanelProps) => {
  const { t } = useTranslation('desk')
  const { room, leads, isSeated, microphone, hasMicrophone, witness } = props
  return (
    <div className="grid gap-3">
      <ul className="grid gap-1 text-[0.9375rem]">
        {room.participants.map(({ id, name, role, present }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{name}</span>
            <span className="text-sm text-ink-soft">
              {t(id === room.leader.id ? 'callRoom.people.leads' : `callRoom.people.${role}`)}
            </span>
            <span className="text-sm">
              <Status meaning={present ? 'good' : 'needs-you'}>
                {t(present ? 'callRoom.people.here' : 'callRoom.people.away')}
              </Status>
            </span>
          </li>
        ))}
        {room.participants.length === 0 && <li className="text-ink-soft">{t('callRoom.people.nobody')}</li>}
      </ul>
      <div className="flex flex-wrap items-end gap-2">
        {isSeated && hasMicrophone && (
          <Button icon="microphone" aria-pressed={!microphone} onClick={props.onMicrophone}>
            {t(microphone ? 'callRoom.people.mute' : 'callRoom.people.unmute')}
          </Button>
        )}
        {isSeated && !leads && <Button onClick={props.onLeave}>{t('callRoom.people.leave')}</Button>}
        {props.mayTakeOver && (
          <Button busy={props.busy} onClick={props.onTakeOver}>
            {t('callRoom.people.takeOver')}
          </Button>
        )}
      </div>
      {leads && room.held !== null && room.held.over === null && <HandOver {...props} />}
      {leads && witness !== 'none' && <p className="text-sm text-ink-soft">{t(`callRoom.witness.${witness}`)}</p>}
    </div>
  )
}

const HandOver = ({ room, busy, onHandOver }: PeoplePanelProps) => {
  const { t } = useTranslation('desk')
  const colleagues = room.colleagues.filter(({ id }) => id !== room.leader.id)
  const [to, setTo] = useState('')
  if (colleagues.length === 0) return <p className="text-sm text-ink-soft">{t('callRoom.people.nobodyElse')}</p>
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={<span className="text-sm">{t('callRoom.people.handOverTo')}</span>} className="min-w-48">
          <SelectInput value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t('callRoom.people.choose')}</option>
            {colleagues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectInput>
        </Field>
        <Button disabled={to === ''} busy={busy} onClick={() => onHandOver(to)}>
          {t('callRoom.people.handOver')}
        </Button>
      </div>
      <p className="text-sm text-ink-soft">{t('callRoom.people.handOverBody')}</p>
    </div>
  )
}
