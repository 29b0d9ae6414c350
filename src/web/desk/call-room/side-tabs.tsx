import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../kit/class-names.ts'
import { KeyHint } from '../../kit/key-hint.tsx'

export type SideTab = 'chat' | 'question' | 'suspicion' | 'people' | 'help'

const tabs: { tab: SideTab; letter: string }[] = [
  { tab: 'chat', letter: 'C' },
  { tab: 'question', letter: 'Q' },
  { tab: 'suspicion', letter: 'S' },
  { tab: 'people', letter: 'H' },
  { tab: 'help', letter: '?' },
]

export type SideTabsProps = {
  shown: SideTab
  onShow: (tab: SideTab) => void
  /** A number beside the name: lines that nobody has read, suspicions noted, people in the call. */
  counts: Partial<Record<SideTab, number>>
  children: ReactNode
}

/** What is needed now and then in a call, one at a time beside the picture; nothing of it covers anything. */
export const SideTabs = ({ shown, onShow, counts, children }: SideTabsProps) => {
  const { t } = useTranslation('desk')
  return (
    <section
      aria-label={t('callRoom.tabs')}
      className="flex min-h-0 flex-col rounded-card border border-line bg-surface"
    >
      <div role="tablist" aria-label={t('callRoom.tabs')} className="flex overflow-x-auto border-b border-line">
        {tabs.map(({ tab, letter }) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === shown}
            aria-controls="tab-panel"
            onClick={() => onShow(tab)}
            className={classNames(
              'inline-flex min-h-9 items-center gap-1.5 px-3 text-sm whitespace-nowrap',
              tab === shown ? 'border-b-2 border-accent font-semibold text-accent' : 'text-ink-soft hover:text-ink',
            )}
          >
            {t(`callRoom.tab.${tab}`)}
            {(counts[tab] ?? 0) > 0 && (
              <span className="tabular rounded-full bg-accent-wash px-1.5 text-xs font-semibold text-accent">
                {counts[tab]}
              </span>
            )}
            <KeyHint keys={letter} />
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${shown}`} className="min-h-0 p-3">
        {children}
      </div>
    </section>
  )
}
