import { useTranslation } from 'react-i18next'
import { Dialog } from '../../kit/dialog.tsx'
import { keyHelp } from './key-map.ts'

/** All keys of the cockpit, on `?`. */
export const KeyHelp = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { t } = useTranslation(['desk', 'common'])
  return (
    <Dialog open={open} onClose={onClose} title={t('shortcut.title')} closeLabel={t('common:close')}>
      <div className="grid gap-4">
        {(['clip', 'findings', 'decision', 'page'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-sm font-semibold text-ink-soft">{t(`shortcut.group.${group}`)}</h3>
            <dl className="grid grid-cols-[8.5rem_1fr] gap-x-3 gap-y-1">
              {keyHelp
                .filter((line) => line.group === group)
                .map(({ keys, name }) => (
                  <div key={name} className="col-span-2 grid grid-cols-subgrid items-baseline">
                    <dt className="flex flex-wrap gap-1">
                      {keys.map((one) => (
                        <kbd
                          key={one}
                          className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs whitespace-nowrap"
                        >
                          {one}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{t(`shortcut.${name}`)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
