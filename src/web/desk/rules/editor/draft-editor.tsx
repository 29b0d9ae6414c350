import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleVersionView } from '#contracts/desk-rules.ts'
import { Banner } from '../../../kit/banner.tsx'
import { Button } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { RequestFailure } from '../../../kit/request.ts'
import { Status } from '../../../kit/status.tsx'
import { toast } from '../../../kit/toast.tsx'
import { AskTwice } from '../../admin/ask-twice.tsx'
import { ActionForm } from '../../cases/action-form.tsx'
import { Fold } from '../../review/fold.tsx'
import { ProblemList } from '../problem-list.tsx'
import { RuleConflict } from '../rule-conflict.tsx'
import { RuleDiffView } from '../rule-diff-view.tsx'
import { checkQuery, discardDraft, proposeDraft, rulesKey, ruleVersionQuery, saveDraft } from '../rule-queries.ts'
import { TryPanel } from '../try-panel.tsx'
import { useLater } from '../use-later.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { addRule } from './draft-edits.ts'
import { FrameForm } from './frame-form.tsx'
import { JsonPanel } from './json-panel.tsx'
import { RuleList } from './rule-list.tsx'
import { useDraft } from './use-draft.ts'

/** [TR4] A draft while somebody writes it: what is typed survives a reload, and nobody writes over another. */
export const DraftEditor = ({ data }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const draft = useDraft(data)
  const { rules, change } = draft
  const asked = useLater(rules)
  const { data: problems = [] } = useQuery({ ...checkQuery(asked), placeholderData: (before) => before })
  const ofNoRule = problems.filter(({ field }) => !/^rules\.\d+\./.test(field))
  return (
    <>
      <Bar data={data} draft={draft} problems={problems.length} />
      {draft.isOvertaken && <Overtaken data={data} draft={draft} />}
      {ofNoRule.length > 0 && (
        <Banner meaning="blocked" title={t('risk:rules.cannotRun')}>
          <ProblemList problems={ofNoRule} rules={rules} />
        </Banner>
      )}
      <FrameForm rules={rules} onChange={change} />
      <Card
        title={t('risk:rules.rules', { count: rules.rules.length })}
        aside={<Button onClick={() => change(addRule(rules))}>{t('risk:rules.edit.add')}</Button>}
      >
        <RuleList rules={rules} problems={problems} languages={data.languages} onChange={change} />
      </Card>
      <Card
        title={
          data.published ? t('risk:rules.diff.title', { version: data.published.version }) : t('risk:rules.diff.first')
        }
      >
        <RuleDiffView before={data.published?.rules ?? null} after={rules} />
      </Card>
      <TryPanel rules={rules} />
      <Fold title={t('risk:rules.json.title')}>
        <JsonPanel rules={rules} onChange={change} />
      </Fold>
    </>
  )
}

type DraftProps = { data: RuleVersionView; draft: ReturnType<typeof useDraft> }

const Bar = ({ data, draft, problems }: DraftProps & { problems: number }) => {
  const { t } = useTranslation('risk')
  const queries = useQueryClient()
  const [isProposing, setProposing] = useState(false)
  const { program, row } = data
  const place = { program, version: row.version, revision: row.revision }
  const refresh = () => queries.invalidateQueries({ queryKey: rulesKey })
  const saving = useMutation({
    mutationFn: () => saveDraft(program, row.version, { revision: draft.revision, rules: draft.rules }),
    onSuccess: async ({ revision }) => {
      const { queryKey } = ruleVersionQuery(program, row.version)
      queries.setQueryData(queryKey, { ...data, rules: draft.rules, row: { ...row, revision } })
      draft.forget()
      await refresh()
      toast(t('risk:rules.edit.saved'), 'good')
    },
    // Somebody else was first: what they saved is fetched, and both can be seen beside each other.
    onError: () => void refresh(),
  })
  const discarding = useMutation({
    mutationFn: () => discardDraft(place),
    onSuccess: () => {
      draft.forget()
      return refresh()
    },
  })
  const canPropose = !draft.isDirty && problems === 0 && draft.rules.rules.length > 0
  return (
    <div data-sticks className="z-10 sm:sticky sm:top-0">
      <Card title={t('risk:rules.edit.title')}>
        <div className="grid gap-3">
          {saving.error && !isOvertakenBy(saving.error) && <RuleConflict error={saving.error} />}
          {discarding.error && <RuleConflict error={discarding.error} />}
          {isProposing ? (
            <ActionForm
              name={`rules.${program}.${row.version}.propose`}
              look="primary"
              longest={2_000}
              label={t('risk:rules.why')}
              go={t('risk:rules.propose.go')}
              send={(why) => proposeDraft(place, why)}
              onDone={() => {
                void refresh()
                toast(t('risk:rules.propose.done'), 'good')
              }}
              onBack={() => setProposing(false)}
            >
              {t('risk:rules.propose.body')}
            </ActionForm>
          ) : (
            <div className="flex flex-wrap items-center gap-3">
              <Button
                look={draft.isDirty ? 'primary' : 'secondary'}
                busy={saving.isPending}
                disabled={!draft.isDirty || draft.isOvertaken}
                onClick={() => saving.mutate()}
              >
                {t('risk:rules.edit.save')}
              </Button>
              <Button disabled={!draft.canUndo} onClick={draft.undo}>
                {t('risk:rules.edit.undo')}
              </Button>
              <Button
                look={canPropose ? 'primary' : 'secondary'}
                disabled={!canPropose}
                title={canPropose ? undefined : t('risk:rules.propose.notYet')}
                onClick={() => setProposing(true)}
              >
                {t('risk:rules.propose.ask')}
              </Button>
              <AskTwice
                ask={t('risk:rules.discard.ask')}
                about={t('risk:rules.version', { version: row.version })}
                question={t('risk:rules.discard.question')}
                confirm={t('risk:rules.discard.go')}
                busy={discarding.isPending}
                onConfirm={() => discarding.mutate()}
              />
              <span className="ml-auto flex flex-wrap gap-4" aria-live="polite">
                {draft.isDirty && <Status meaning="needs-you">{t('risk:rules.edit.unsaved')}</Status>}
                {problems > 0 ? (
                  <Status meaning="blocked">{t('risk:rules.edit.problems', { count: problems })}</Status>
                ) : (
                  <Status meaning="good">{t('risk:rules.edit.right')}</Status>
                )}
              </span>
            </div>
          )}
        </div>
      </Card>
    </div>
  )
}

/** Of this the writer is told below, with what the other has saved. */
const isOvertakenBy = (error: unknown): boolean => error instanceof RequestFailure && error.details.what === 'revision'

/** Somebody has saved since this text was begun: nothing is lost, and the writer says what becomes of both. */
const Overtaken = ({ data, draft }: DraftProps) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => frame.current?.scrollIntoView({ block: 'start' }), [])
  return (
    <div ref={frame} className="scroll-mt-40">
      <Banner
        role="alert"
        meaning="needs-you"
        title={t('risk:rules.overtaken.title', { name: words.author(data.row.edited.by) })}
      >
        <div className="grid gap-3">
          <p>{t('risk:rules.overtaken.body')}</p>
          <Fold title={t('risk:rules.overtaken.compare')}>
            <RuleDiffView before={data.rules} after={draft.rules} />
          </Fold>
          <div className="flex flex-wrap gap-3">
            <Button onClick={draft.goOnFromHere}>{t('risk:rules.overtaken.mine')}</Button>
            <Button onClick={draft.forget}>{t('risk:rules.overtaken.theirs')}</Button>
          </div>
        </div>
      </Banner>
    </div>
  )
}
