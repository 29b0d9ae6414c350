import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { compareRegistration, type FieldOnFile, fieldsOnFileQuery } from '../api/preparation-queries.ts'
import { type Answers, answeredCount, comparisonOf, keepAnswers, keptAnswers } from '../compare/compared-answers.ts'
import { FieldLine } from '../compare/field-line.tsx'
import { useHome } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

/** [EL6] "Business Information": what is on file, line by line, against the documents in the hand. */
export const ComparePage = () => {
  const { t } = useTranslation('seller')
  const { case: verification, marketplace } = useHome()
  const [done, setDone] = useState(false)
  if (!verification) return null
  return (
    <VerificationFrame title={t('compare.title')} narrow>
      <h1 className="text-2xl font-semibold">{t('compare.title')}</h1>
      <p className="mt-1 mb-5 max-w-read text-ink-soft">{t('compare.lead', { marketplace })}</p>
      {done ? (
        <Compared verification={verification} onAgain={() => setDone(false)} />
      ) : (
        <Fields caseId={verification.id} onDone={() => setDone(true)} />
      )}
    </VerificationFrame>
  )
}

const Fields = ({ caseId, onDone }: { caseId: string; onDone: () => void }) => {
  const { data, error, refetch } = useQuery(fieldsOnFileQuery(caseId))
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  return data ? <Lines caseId={caseId} fields={data.fields} onDone={onDone} /> : <Skeleton lines={8} />
}

const Lines = ({ caseId, fields, onDone }: { caseId: string; fields: FieldOnFile[]; onDone: () => void }) => {
  const { t } = useTranslation('seller')
  const queries = useQueryClient()
  const [answers, setAnswers] = useState<Answers>(() => keptAnswers(caseId))
  const [asked, setAsked] = useState(false)
  const comparison = comparisonOf(fields, answers)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (whole: NonNullable<typeof comparison>) => {
      await compareRegistration(caseId, whole)
      await queries.invalidateQueries({ queryKey: ['home'] })
    },
    onSuccess: () => {
      keepAnswers(caseId, null)
      onDone()
    },
    onError: () => queries.invalidateQueries({ queryKey: ['registration-comparison', caseId] }),
  })
  const answer = (field: FieldOnFile['field'], given: NonNullable<Answers[typeof field]>) => {
    const next = { ...answers, [field]: given }
    keepAnswers(caseId, next)
    setAnswers(next)
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (comparison) mutate(comparison)
      }}
    >
      <Card title={t('compare.onFile')}>
        <div className="-my-1">
          {fields.map((onFile) => (
            <FieldLine
              key={onFile.field}
              onFile={onFile}
              answer={answers[onFile.field]}
              onAnswer={(given) => answer(onFile.field, given)}
            />
          ))}
        </div>
      </Card>
      {error && <Problem error={error} />}
      {asked && !comparison && <Banner role="alert" meaning="needs-you" title={t('compare.answerFirst')} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="primary" size="large" busy={isPending}>
          {t('compare.save')}
        </Button>
        <p role="status" className="tabular text-ink-soft">
          {t('compare.answered', { done: answeredCount(fields, answers), all: fields.length })}
        </p>
      </div>
    </form>
  )
}

const Compared = ({ verification, onAgain }: { verification: SellerCase; onAgain: () => void }) => {
  const { t } = useTranslation(['seller', 'common'])
  const differing = verification.comparison?.differing ?? []
  return (
    <div className="grid gap-4">
      {differing.length === 0 ? (
        <Banner role="status" meaning="good" title={t('compare.sameAll')}>
          {t('compare.sameAllWhy')}
        </Banner>
      ) : (
        <Banner role="status" meaning="needs-you" title={t('compare.differ')}>
          <ul className="my-1 list-disc pl-5">
            {differing.map((field) => (
              <li key={field}>{t(`common:field.${field}`)}</li>
            ))}
          </ul>
          {t('compare.differWhy')}
        </Banner>
      )}
      <div className="flex flex-wrap gap-3">
        <Link
          to={verification.nextStep === 'book-call' ? '/call' : '/case'}
          className={buttonClass('primary', 'large')}
        >
          {t('compare.go')}
        </Link>
        {differing.length > 0 && (
          <Button size="large" onClick={onAgain}>
            {t('compare.again')}
          </Button>
        )}
      </div>
    </div>
  )
}
