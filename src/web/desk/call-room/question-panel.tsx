import { useTranslation } from 'react-i18next'
import { classNames } from '../../kit/class-names.ts'
import { useKept } from '../kept/kept.ts'
import type { Held } from './room-api.ts'

export type QuestionPanelProps = {
  held: Held | null
  staffId: string
  /** What the seller sees just now. */
  shown: string | null
  language: string
  readOnly: boolean
  onShow: (questionId: string | null) => void
}

/** The questions drawn for this call; one at a time is shown to the seller. [LC4] */
export const QuestionPanel = ({ held, ...rest }: QuestionPanelProps) => {
  const { t } = useTranslation('desk')
  if (!held || held.questions.length === 0)
    return <p className="text-sm text-ink-soft">{t(held ? 'callRoom.question.none' : 'callRoom.question.later')}</p>
  return <Questions key={held.attemptId} held={held} {...rest} />
}

type QuestionsProps = Omit<QuestionPanelProps, 'held'> & { held: Held }

const Questions = ({ held, staffId, shown, language, readOnly, onShow }: QuestionsProps) => {
  const { t, i18n } = useTranslation('desk')
  const [asked, setAsked] = useKept<readonly string[]>(`call.asked.${staffId}.${held.attemptId}`, [], parseIds)
  return (
    <ul className="grid max-h-52 gap-1.5 overflow-y-auto">
      {held.questions.map(({ id, text }) => {
        const isShown = id === shown
        const own = text[i18n.language] ?? text.en ?? ''
        const theirs = text[language]
        return (
          <li key={id}>
            <button
              type="button"
              aria-pressed={isShown}
              aria-disabled={readOnly || undefined}
              onClick={() => {
                if (readOnly) return
                setAsked([...new Set([...asked, id])])
                onShow(isShown ? null : id)
              }}
              className={classNames(
                'grid w-full gap-0.5 rounded-control border px-3 py-1.5 text-left text-[0.9375rem]',
                isShown ? 'border-accent bg-accent-wash' : 'border-line hover:bg-sunken',
              )}
            >
              <span>{own}</span>
              {theirs !== undefined && theirs !== own && (
                <span lang={language} className="text-sm text-ink-soft">
                  {theirs}
                </span>
              )}
              <span className="text-xs text-ink-soft">
                {t(
                  isShown
                    ? 'callRoom.question.shown'
                    : asked.includes(id)
                      ? 'callRoom.question.asked'
                      : 'callRoom.question.show',
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

const parseIds = (kept: unknown): string[] | null =>
  Array.isArray(kept) && kept.every((id) => typeof id === 'string') ? kept : null
