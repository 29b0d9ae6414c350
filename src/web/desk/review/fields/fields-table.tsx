import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { Status } from '../../../kit/status.tsx'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { MarkedText } from './marked-text.tsx'
import { textDifference } from './text-difference.ts'

type ComparedField = ReviewView['fields'][number]

/** The order of the card, front first; what is not known here comes after it. */
const cardOrder = [
  'name',
  'sex',
  'ethnicity',
  'birth',
  'address',
  'number',
  'issuer',
  'validFrom',
  'validTo',
] as const satisfies string[]

const rank = (field: string): number => {
  const at = (cardOrder as readonly string[]).indexOf(field)
  return at === -1 ? cardOrder.length : at
}

/** What is registered beside what the recording shows, line by line. */
export const FieldsTable = ({ fields }: { fields: ComparedField[] }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const ordered = [...fields].sort((one, other) => rank(one.field) - rank(other.field))
  if (ordered.length === 0) return <p className="text-ink-soft">{t('fields.none')}</p>
  return (
    <table className="w-full table-fixed border-collapse text-[0.9375rem]">
      <caption className="sr-only">{t('fields.title')}</caption>
      <thead>
        <tr className="text-left text-sm text-ink-soft">
          <th scope="col" className="w-[22%] py-1 pr-2 font-medium">
            {t('fields.field')}
          </th>
          <th scope="col" className="w-[32%] px-2 py-1 font-medium">
            {t('fields.registered')}
          </th>
          <th scope="col" className="px-2 py-1 font-medium">
            {t('fields.read')}
          </th>
        </tr>
      </thead>
      <tbody>
        {ordered.map((field) => (
          <Row key={field.field} field={field} name={words.field(field.field)} />
        ))}
      </tbody>
    </table>
  )
}

const Row = ({ field, name }: { field: ComparedField; name: string }) => {
  const { t } = useTranslation('desk')
  const { registered, read, differs, score01 } = field
  const parts =
    registered !== null && read !== null
      ? textDifference(registered, read)
      : {
          registered: [{ text: registered ?? '', differs: false }],
          read: [{ text: read ?? '', differs: false }],
        }
  return (
    <tr className={classNames('border-t border-line align-top', differs && 'bg-needs-wash')}>
      <th scope="row" className="py-1.5 pr-2 text-left font-medium">
        {name}
      </th>
      <td className="px-2 py-1.5">
        {registered === null ? (
          <span className="text-ink-soft">{t('fields.notRegistered')}</span>
        ) : (
          <MarkedText parts={parts.registered} className="tabular" />
        )}
      </td>
      <td className="px-2 py-1.5">
        <div className="flex flex-wrap items-baseline gap-x-2">
          {read === null ? (
            <span className="text-ink-soft">{t('fields.notRead')}</span>
          ) : (
            <MarkedText parts={parts.read} className="tabular" />
          )}
          {differs === true && (
            <Status meaning="needs-you">
              <span className="text-sm">{t('fields.differs')}</span>
            </Status>
          )}
          {differs === false && (
            <span className="inline-flex items-center gap-1 text-sm text-good">
              <Icon name="good" sizePx={14} />
              {t('fields.same')}
            </span>
          )}
        </div>
        {/* Of what was read with full certainty there is nothing to say. */}
        {read !== null && score01 !== null && score01 < 0.995 && (
          <span className="text-xs text-ink-soft">{t('fields.sureness', { percent: Math.round(score01 * 100) })}</span>
        )}
      </td>
    </tr>
  )
}
