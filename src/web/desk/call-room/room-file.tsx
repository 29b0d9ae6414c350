import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { Banner } from '../../kit/banner.tsx'
import { DeviceSignals } from '../review/device-signals.tsx'
import { FieldsTable } from '../review/fields/fields-table.tsx'
import { RegistrationList } from '../review/fields/registration-list.tsx'
import { FindingsPanel } from '../review/findings/findings-panel.tsx'
import { Fold } from '../review/fold.tsx'
import { useDeskWords } from '../words/use-desk-words.ts'
import { useStepName } from './use-step-name.ts'

/** What is known of the seller beside the picture; read fields and findings come while the call goes on. */
export const RoomFile = ({ room }: { room: DeskCallRoom }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const nameOf = useStepName()
  const [selected, setSelected] = useState<string | null>(null)
  const { held } = room
  const papers = held?.steps.filter(({ kind }) => kind === 'document' || kind === 'licence') ?? []
  const findings = held?.findings ?? []
  return (
    <section
      aria-label={t('review.file')}
      className="relative grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4"
    >
      {room.differing.length > 0 && (
        <Banner meaning="needs-you" title={t('callRoom.file.differing')}>
          {words.list(room.differing.map(words.field))}
        </Banner>
      )}
      {room.place !== null && (
        <p>
          <span className="text-ink-soft">{t('callRoom.file.place')} </span>
          <span className="font-medium wrap-anywhere">{room.place}</span>
        </p>
      )}
      <section aria-labelledby="fields-title" className="grid gap-1.5">
        <h2 id="fields-title" className="text-base font-semibold">
          {t('fields.title')}
        </h2>
        {held && held.fields.length > 0 ? (
          <FieldsTable fields={held.fields} />
        ) : (
          <p className="text-sm text-ink-soft">{t('callRoom.file.noFields')}</p>
        )}
        <Fold title={t('registration.title')}>
          <RegistrationList registration={room.registration} />
        </Fold>
      </section>
      {papers.length > 0 && (
        <section aria-labelledby="papers-title" className="grid gap-1">
          <h2 id="papers-title" className="text-base font-semibold">
            {t('callRoom.file.papers')}
          </h2>
          <ul className="list-inside list-disc">
            {papers.map((step) => (
              <li key={step.id}>{nameOf(step)}</li>
            ))}
          </ul>
        </section>
      )}
      <DeviceSignals signals={room.deviceSignals} />
      <section aria-labelledby="findings-title" className="grid gap-2">
        <h2 id="findings-title" className="text-base font-semibold">
          {t('findings.title')}
        </h2>
        {findings.length === 0 ? (
          <p className="text-sm text-ink-soft">{t('callRoom.file.noFindings')}</p>
        ) : (
          <FindingsPanel
            findings={findings}
            selected={selected}
            onSelect={({ check }) => setSelected(check)}
            onProof={({ check }) => setSelected(check)}
          />
        )}
      </section>
    </section>
  )
}
