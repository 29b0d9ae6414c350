import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../kit/checkbox.tsx'
import type { Meaning } from '../../kit/status.tsx'
import { instantText } from '../../kit/time-text.ts'
import { Timeline } from '../../kit/timeline.tsx'
import type { HistoryLine } from '../calls/desk-queries.ts'
import { useMe } from '../frame/use-me.ts'
import { useDeskWords } from '../words/use-desk-words.ts'
import { actorOf, type Detail, historyDetails, isSmall } from './history-words.ts'

const meaningOf = ({ type, params }: HistoryLine): Meaning => {
  if (['case-passed', 'case-restored', 'restriction-lifted'].includes(type)) return 'good'
  if (['attempt-failed', 'account-locked', 'call-missed', 'deadline-missed', 'restriction-applied'].includes(type))
    return 'blocked'
  if (type === 'reviewed') return params.outcome === 'pass' ? 'good' : 'neutral'
  return type === 'review-requested' ? 'needs-you' : 'neutral'
}

/** What happened to a case, newest first, with who did it. */
export const HistoryList = ({ history }: { history: readonly HistoryLine[] }) => {
  const { t } = useTranslation('desk')
  const [all, setAll] = useState(false)
  const detailText = useDetailText()
  const actorText = useActorText()
  const shown = [...history].reverse().filter((line) => all || !isSmall(line.type))
  const hidden = history.filter((line) => isSmall(line.type)).length
  return (
    <div className="grid gap-2">
      {hidden > 0 && (
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
          {t('history.all', { count: hidden })}
        </Checkbox>
      )}
      <Timeline
        entries={shown.map((line) => ({
          id: String(line.seq),
          at: line.at,
          title: t(`event.${line.type}`, { defaultValue: line.type }),
          detail: [...historyDetails(line).map(detailText), actorText(line)].filter(Boolean).join(' · '),
          meaning: meaningOf(line),
        }))}
      />
    </div>
  )
}

const useDetailText = () => {
  const { t, i18n } = useTranslation('desk')
  const words = useDeskWords()
  return (detail: Detail): string => {
    switch (detail.kind) {
      case 'reasons':
        return words.list(detail.codes.map((code) => words.reason(code).title))
      case 'capability':
        return words.capability(detail.name)
      case 'capabilityOfRestriction':
        return t(`history.confirmed.${detail.change}`, { capability: words.capability(detail.name) })
      case 'word':
        return t(detail.key, { defaultValue: detail.key.split('.').at(-1) ?? '' })
      case 'instant':
        return t(detail.key, { at: instantText(detail.at, i18n.language) })
      case 'number':
        return t(detail.key, { value: detail.value })
      case 'step':
        return words.stepKind(detail.id)
    }
  }
}

const useActorText = () => {
  const { t } = useTranslation('desk')
  const me = useMe()
  return ({ actor, by }: HistoryLine): string => {
    const { kind, id } = actorOf(actor)
    // What the software does by itself needs no name: it would stand at every other line.
    if (kind === 'system') return ''
    if (kind === 'staff' && id === me.id) return t('history.actor.you')
    if (by !== null) return by
    return t(`history.actor.${kind}`, { id: id ?? '', defaultValue: actor })
  }
}
