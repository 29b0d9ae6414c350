import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LinkGraph, RulingRequest } from '#contracts/desk-links.ts'
import { Button } from '../../kit/button.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { toast } from '../../kit/toast.tsx'
import { ActionForm } from '../cases/action-form.tsx'
import { ruleOnLinks } from './link-queries.ts'

type Ruling = RulingRequest['type']
const rulings: readonly Ruling[] = ['merge', 'split', 'joins-nobody']

/** [TR3] [SI1] Staff rules over what values say. Each ruling says what follows from it, and asks why. */
export const RuleOnLinks = ({ graph, onDone }: { graph: LinkGraph; onDone: () => void }) => {
  const { t } = useTranslation('links')
  const [asked, setAsked] = useState<Ruling | null>(null)
  const [about, setAbout] = useState('')
  const others = graph.shops.filter(({ sellerId }) => sellerId !== graph.sellerId)
  const values = new Map([
    ...graph.crowds.map(({ value, kind }) => [value, { kind, with: [] as string[] }] as const),
    ...ownValues(graph),
  ])
  const canAsk: Record<Ruling, boolean> = {
    merge: true,
    split: others.length > 0,
    'joins-nobody': values.size > 0,
  }
  const open = (ruling: Ruling) => {
    setAsked(asked === ruling ? null : ruling)
    setAbout('')
  }
  const show = (tried: boolean) => (
    <Field label={t(`rule.${asked}.about`)} error={tried && about === '' && t('rule.aboutNeeded')}>
      {asked === 'merge' ? (
        <TextInput value={about} maxLength={128} onChange={(event) => setAbout(event.target.value.trim())} />
      ) : (
        <SelectInput value={about} onChange={(event) => setAbout(event.target.value)}>
          <option value="">{t('rule.choose')}</option>
          {asked === 'split'
            ? others.map(({ sellerId }) => (
                <option key={sellerId} value={sellerId}>
                  {sellerId}
                </option>
              ))
            : [...values].map(([value, held]) => (
                <option key={value} value={value}>
                  {held.with.length > 0
                    ? t('rule.valueWith', { kind: t(`kind.${held.kind}`), shops: held.with.slice(0, 3).join(', ') })
                    : t('rule.valueOfMany', { kind: t(`kind.${held.kind}`) })}
                </option>
              ))}
        </SelectInput>
      )}
    </Field>
  )
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap gap-3">
        {rulings
          .filter((ruling) => canAsk[ruling])
          .map((ruling) => (
            <Button key={ruling} aria-expanded={asked === ruling} onClick={() => open(ruling)}>
              {t(`rule.${ruling}.open`)}
            </Button>
          ))}
      </div>
      {asked && (
        <ActionForm
          key={asked}
          name={`links.${asked}.${graph.sellerId}`}
          look="primary"
          longest={2000}
          label={t('rule.why')}
          go={t(`rule.${asked}.go`)}
          send={(why) =>
            ruleOnLinks(
              graph.sellerId,
              asked === 'joins-nobody' ? { type: asked, value: about, why } : { type: asked, other: about, why },
            )
          }
          onDone={() => {
            toast(t('rule.done'), 'good')
            setAsked(null)
            onDone()
          }}
          onBack={() => setAsked(null)}
          alsoAsked={{ isAnswered: about !== '', show }}
        >
          {t(`rule.${asked}.body`)}
        </ActionForm>
      )}
    </div>
  )
}

/** What the shop that is looked at shares and nobody has ruled out yet, each with those it shares it with. */
const ownValues = ({ ties, sellerId }: LinkGraph) => {
  const values = new Map<string, { kind: LinkGraph['ties'][number]['kind']; with: string[] }>()
  for (const { a, b, kind, value, strength } of ties) {
    if ((a !== sellerId && b !== sellerId) || strength === 'ruled-out') continue
    const other = a === sellerId ? b : a
    values.set(value, { kind, with: [...(values.get(value)?.with ?? []), other] })
  }
  return values
}
