import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput, TextArea, TextInput } from '../../kit/field.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { toast } from '../../kit/toast.tsx'
import { openByHand } from '../calls/desk-queries.ts'
import { caseAddress, useGo } from '../frame/desk-link.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useMe } from '../frame/use-me.ts'
import { useProgramName } from '../frame/use-program-name.ts'
import { textsLike, useKept } from '../kept/kept.ts'

const emptyForm = { sellerId: '', program: '', note: '' }
const parseForm = textsLike(emptyForm)
const idForm = /^[A-Za-z0-9._~-]{1,128}$/

/** [TR6] A case opened by hand, with the same consequences as one opened over the API. */
export const OpenCasePage = () => {
  const { t } = useTranslation('desk')
  const go = useGo()
  const queries = useQueryClient()
  const [form, setForm, forget] = useKept('open-case', emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const { programs } = useMe()
  const programName = useProgramName()
  const isSellerWrong = !idForm.test(form.sellerId.trim())
  const isProgramWrong = !programs.some(({ name }) => name === form.program)
  const opening = useMutation({
    mutationFn: () =>
      openByHand({
        sellerId: form.sellerId.trim(),
        program: form.program,
        note: form.note.trim() === '' ? null : form.note.trim(),
      }),
    onSuccess: (opened) => {
      forget()
      void queries.invalidateQueries({ queryKey: ['cases'] })
      toast(t('openCase.done', { seller: opened.sellerId }), 'good')
      go(caseAddress(opened.id), { replace: true })
    },
  })
  const isUnknown = opening.error instanceof RequestFailure && opening.error.code === 'not-found'
  return (
    <Page title={t('openCase.title')} lead={t('openCase.lead')}>
      <Card className="max-w-2xl">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (!isSellerWrong && !isProgramWrong && !opening.isPending) opening.mutate()
          }}
        >
          {opening.error && !isUnknown && <DeskProblem error={opening.error} />}
          <Field
            label={t('openCase.seller')}
            hint={t('openCase.sellerHint')}
            error={tried && isSellerWrong ? t('openCase.idWrong') : isUnknown && t('openCase.unknown')}
          >
            <TextInput
              value={form.sellerId}
              maxLength={128}
              spellCheck={false}
              onChange={(event) => {
                opening.reset()
                setForm({ ...form, sellerId: event.target.value })
              }}
            />
          </Field>
          <Field
            label={t('openCase.program')}
            hint={t('openCase.programHint')}
            error={tried && isProgramWrong && t('openCase.programNeeded')}
          >
            <SelectInput value={form.program} onChange={(event) => setForm({ ...form, program: event.target.value })}>
              <option value="">{t('openCase.choose')}</option>
              {programs.map(({ name }) => (
                <option key={name} value={name}>
                  {programName(name)}
                </option>
              ))}
            </SelectInput>
          </Field>
          <Field label={t('openCase.note')} hint={t('openCase.noteHint')}>
            <TextArea
              maxLength={2000}
              value={form.note}
              onChange={(event) => setForm({ ...form, note: event.target.value })}
            />
          </Field>
          <section aria-label={t('consequence.title')} className="text-[0.9375rem] text-ink-soft">
            {t('openCase.consequence')}
          </section>
          <div className="flex flex-wrap gap-3">
            <Button look="primary" type="submit" busy={opening.isPending}>
              {t('openCase.go')}
            </Button>
            <Button look="quiet" onClick={() => go('/cases')}>
              {t('openCase.back')}
            </Button>
          </div>
        </form>
      </Card>
    </Page>
  )
}
