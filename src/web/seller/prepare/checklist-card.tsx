import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { Icon, type IconName } from '../../kit/icon.tsx'

const items: [id: string, icon: IconName][] = [
  ['card', 'card'],
  ['light', 'sun'],
  ['wall', 'person'],
  ['quiet', 'sound'],
  ['place', 'box'],
  ['network', 'network'],
]

/** [EN1] [EN2] What to have ready, before anything counts. What is shown in a call stands in a list of its own. */
export const ChecklistCard = ({ inCall }: { inCall: boolean }) => {
  const { t } = useTranslation('seller')
  return (
    <Card title={t('prepare.checklist')}>
      <ul className="grid gap-x-6 gap-y-2.5 md:grid-cols-2">
        {items
          .filter(([id]) => !inCall || !['card', 'place'].includes(id))
          .map(([id, icon]) => (
            <li key={id} className="flex items-start gap-3">
              <span className="mt-0.5 text-accent">
                <Icon name={icon} />
              </span>
              {t(`prepare.items.${id}`)}
            </li>
          ))}
      </ul>
    </Card>
  )
}
