import { type Ref, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { timeOfDayText } from '../../kit/time-text.ts'
import { useKept } from '../kept/kept.ts'
import { parseText } from './step-note.ts'

export type ChatPanelProps = {
  room: DeskCallRoom
  staffId: string
  busy: boolean
  /** Resolves true when it was sent. */
  onSay: (text: string) => Promise<boolean>
  formRef: Ref<HTMLFormElement>
}

/** [LC5] Words for those who cannot hear or speak, and for a name that is easier read than heard. */
export const ChatPanel = ({ room, staffId, busy, onSay, formRef }: ChatPanelProps) => {
  const { t, i18n } = useTranslation('desk')
  const [text, setText] = useKept(`call.chat.${staffId}.${room.bookingId}`, '', parseText)
  const list = useRef<HTMLUListElement>(null)
  const count = room.chat.length
  useEffect(() => {
    if (count > 0) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }, [count])
  const canSay = room.held !== null && room.held.over === null
  const say = async () => {
    const said = text.trim()
    if (said !== '' && (await onSay(said))) setText('')
  }
  return (
    <div className="grid gap-2">
      {count === 0 ? (
        <p className="text-sm text-ink-soft">{t('callRoom.chat.none')}</p>
      ) : (
        <ul ref={list} className="grid max-h-40 gap-1 overflow-y-auto text-[0.9375rem]">
          {room.chat.map((line, index) => (
            <li key={index} className="wrap-anywhere">
              <span className="tabular text-sm text-ink-soft">{timeOfDayText(line.at, i18n.language)} </span>
              <span className="font-medium">{line.name}: </span>
              {line.text}
            </li>
          ))}
        </ul>
      )}
      {canSay && (
        <form
          ref={formRef}
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            void say()
          }}
        >
          <Field label={<span className="text-sm">{t('callRoom.chat.say')}</span>} className="flex-1">
            <TextInput value={text} maxLength={1000} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Button type="submit" busy={busy} disabled={text.trim() === ''}>
            {t('callRoom.chat.send')}
          </Button>
        </form>
      )}
      <p className="text-xs text-ink-soft">{t('callRoom.chat.noCaptions')}</p>
    </div>
  )
}
