import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import { Button } from '../../kit/button.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Instant } from '../../kit/time.tsx'

type ChatPanelProps = { chat: SellerCallRoom['chat']; onSay: (text: string) => Promise<void>; onClose: () => void }

/** What is written in the call, for who does not hear or speak, and for what is better read than said. */
export const ChatPanel = ({ chat, onSay, onClose }: ChatPanelProps) => {
  const { t } = useTranslation(['seller', 'common'])
  const [text, setText] = useState('')
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const panel = useRef<HTMLElement>(null)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => panel.current?.querySelector('input')?.focus(), [])
  const count = chat.length
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' })
  }, [count])
  const say = async () => {
    const said = text.trim()
    if (said === '' || state.busy) return
    setState({ busy: true, error: null })
    try {
      await onSay(said)
      setText('')
      setState({ busy: false, error: null })
    } catch (error) {
      // What was typed stays until it has arrived.
      setState({ busy: false, error })
    }
  }
  return (
    <aside
      ref={panel}
      aria-label={t('room.chat.title')}
      className="z-30 flex flex-col gap-3 border-line bg-surface p-4 text-ink max-lg:absolute max-lg:inset-x-0 max-lg:bottom-0 max-lg:max-h-[65dvh] max-lg:rounded-t-card lg:w-88 lg:border-l"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{t('room.chat.title')}</h2>
        <Button look="quiet" onClick={onClose}>
          <span className="sr-only">{t('common:close')}</span>
          <Icon name="close" />
        </Button>
      </div>
      <p className="text-sm text-ink-soft">{t('room.chat.captions')}</p>
      <ol className="grid min-h-24 flex-1 content-start gap-3 overflow-auto">
        {chat.map((line) => (
          <li key={`${line.at} ${line.by} ${line.text}`} className={line.by === 'seller' ? 'justify-self-end' : ''}>
            <p className="text-sm text-ink-soft">
              {line.by === 'seller' ? t('room.chat.you') : line.name} · <Instant at={line.at} />
            </p>
            <p
              className={`rounded-card px-3 py-2 break-words ${line.by === 'seller' ? 'bg-accent-wash' : 'bg-sunken'}`}
            >
              {line.text}
            </p>
          </li>
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
      {Boolean(state.error) && <Problem error={state.error} />}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void say()
        }}
      >
        <Field label={t('room.chat.write')} className="flex-1">
          <TextInput
            value={text}
            maxLength={1000}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" look="primary" busy={state.busy}>
          {t('room.chat.send')}
        </Button>
      </form>
    </aside>
  )
}
