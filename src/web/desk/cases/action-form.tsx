import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, type ButtonLook } from '../../kit/button.tsx'
import { Field, TextArea } from '../../kit/field.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { textsLike, useKept } from '../kept/kept.ts'

export type ActionFormProps = {
  /** Under which the text is kept until it is sent. */
  name: string
  look: ButtonLook
  longest: number
  label: string
  go: string
  send: (text: string) => Promise<unknown>
  onDone: () => void
  onBack: () => void
  /** What is asked besides the words, and whether it was answered; `tried` once somebody wanted to send. */
  alsoAsked?: { isAnswered: boolean; show: (tried: boolean) => ReactNode }
  children: ReactNode
}

const leastLetters = 3
const emptyForm = { text: '' }
const parseForm = textsLike(emptyForm)

/** An action of a lead that needs words: what it brings about, what is asked, and a way back. */
export const ActionForm = (props: ActionFormProps) => {
  const { name, look, longest, label, go, send, onDone, onBack, alsoAsked, children } = props
  const { t } = useTranslation('desk')
  const [{ text }, setForm, forget] = useKept(name, emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const isShort = text.trim().length < leastLetters
  const isAnswered = alsoAsked?.isAnswered ?? true
  const sending = useMutation({
    mutationFn: () => send(text.trim()),
    onSuccess: () => {
      forget()
      onDone()
    },
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isShort && isAnswered && !sending.isPending) sending.mutate()
      }}
    >
      {sending.error && <DeskProblem error={sending.error} />}
      <p>{children}</p>
      {alsoAsked?.show(tried)}
      <Field label={label} error={tried && isShort && t('case.textNeeded')}>
        <TextArea
          maxLength={longest}
          value={text}
          autoFocus={!alsoAsked}
          onChange={(event) => setForm({ text: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button look={look} type="submit" busy={sending.isPending}>
          {go}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('decision.notYet')}
        </Button>
      </div>
    </form>
  )
}
