import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, type ButtonLook } from '../../kit/button.tsx'
import { Field, TextArea } from '../../kit/field.tsx'
import { toast } from '../../kit/toast.tsx'
import { decideOffline, type Verification, withdrawCase } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { textsLike, useKept } from '../kept/kept.ts'
import { isOver } from './case-words.ts'
import { RefusePapers } from './refuse-papers.tsx'

type Asked = 'offline' | 'refuse' | 'withdraw'

/** What a lead may do with a case as a whole. Each says what it brings about and asks for words before it does it. */
export const CaseActions = ({ verification, onDone }: { verification: Verification; onDone: () => void }) => {
  const { t } = useTranslation('desk')
  const [asked, setAsked] = useState<Asked | null>(null)
  if (isOver(verification.status)) return null
  const done = () => {
    setAsked(null)
    onDone()
  }
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap gap-3">
        {verification.status === 'offline' && (
          <>
            <Button
              aria-expanded={asked === 'offline'}
              onClick={() => setAsked(asked === 'offline' ? null : 'offline')}
            >
              {t('case.offline.open')}
            </Button>
            <Button aria-expanded={asked === 'refuse'} onClick={() => setAsked(asked === 'refuse' ? null : 'refuse')}>
              {t('case.refuse.open')}
            </Button>
          </>
        )}
        <Button aria-expanded={asked === 'withdraw'} onClick={() => setAsked(asked === 'withdraw' ? null : 'withdraw')}>
          {t('case.withdraw.open')}
        </Button>
      </div>
      {asked === 'refuse' && (
        <RefusePapers
          caseId={verification.id}
          onDone={() => {
            toast(t('case.refuse.done'), 'good')
            done()
          }}
          onBack={() => setAsked(null)}
        />
      )}
      {asked && asked !== 'refuse' && (
        <ActionForm
          key={asked}
          name={`${asked}.${verification.id}`}
          look={asked === 'withdraw' ? 'danger' : 'primary'}
          longest={asked === 'withdraw' ? 2000 : 4000}
          label={t(`case.${asked}.label`)}
          go={t(`case.${asked}.go`)}
          send={(text) =>
            asked === 'withdraw'
              ? withdrawCase(verification.id, text)
              : decideOffline(verification.id, { outcome: 'pass', reasons: [], note: text })
          }
          onDone={() => {
            toast(t(`case.${asked}.done`), 'good')
            done()
          }}
          onBack={() => setAsked(null)}
        >
          {t(`case.${asked}.body`)}
        </ActionForm>
      )}
    </div>
  )
}

type ActionFormProps = {
  /** Under which the text is kept until it is sent. */
  name: string
  look: ButtonLook
  longest: number
  label: string
  go: string
  send: (text: string) => Promise<unknown>
  onDone: () => void
  onBack: () => void
  children: ReactNode
}

const leastLetters = 3
const emptyForm = { text: '' }
const parseForm = textsLike(emptyForm)

const ActionForm = ({ name, look, longest, label, go, send, onDone, onBack, children }: ActionFormProps) => {
  const { t } = useTranslation('desk')
  const [{ text }, setForm, forget] = useKept(name, emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const isShort = text.trim().length < leastLetters
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
        if (!isShort && !sending.isPending) sending.mutate()
      }}
    >
      {sending.error && <DeskProblem error={sending.error} />}
      <p>{children}</p>
      <Field label={label} error={tried && isShort && t('case.textNeeded')}>
        <TextArea
          maxLength={longest}
          value={text}
          autoFocus
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
