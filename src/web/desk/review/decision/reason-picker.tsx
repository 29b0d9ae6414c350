import { Combobox } from '@base-ui/react/combobox'
import { type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { mostReasons } from './draft.ts'

export type ReasonPickerProps = {
  reasons: readonly string[]
  suggested: readonly string[]
  picked: string[]
  onPick: (picked: string[]) => void
  error: string | null
  inputRef: Ref<HTMLInputElement>
}

type Choice = { code: string; title: string; why: string; isSuggested: boolean }

/** Reasons by typing a part of their words or their code; what the software found is on top, and one press away. */
export const ReasonPicker = ({ reasons, suggested, picked, onPick, error, inputRef }: ReasonPickerProps) => {
  const { t, i18n } = useTranslation('desk')
  const words = useDeskWords()
  const choices = useMemo<Choice[]>(() => {
    const rest = reasons.filter((code) => !suggested.includes(code))
    return [...suggested, ...rest].map((code) => {
      const { title, why } = words.reason(code)
      return { code, title, why, isSuggested: suggested.includes(code) }
    })
  }, [reasons, suggested, i18n.language])
  const value = picked.flatMap((code) => choices.find((choice) => choice.code === code) ?? [])
  const open = suggested.filter((code) => !picked.includes(code))
  const change = (next: Choice[]) => onPick(next.slice(0, mostReasons).map(({ code }) => code))
  return (
    <div className="grid content-start gap-1.5">
      <Combobox.Root
        items={choices}
        multiple
        autoHighlight
        value={value}
        onValueChange={(next, details) => {
          // Escape leaves the list; it must not throw away what was picked.
          if (details.reason !== 'escape-key') return change(next)
          details.cancel()
          details.allowPropagation()
        }}
        itemToStringLabel={(choice: Choice) => `${choice.title} ${choice.code}`}
        isItemEqualToValue={(one: Choice, other: Choice) => one.code === other.code}
      >
        <label htmlFor="reasons" className="font-medium">
          {t('decision.reasons')}
        </label>
        <Combobox.InputGroup
          className={classNames(
            'flex min-h-10 flex-wrap items-center gap-1.5 rounded-control border bg-surface px-2 py-1 focus-within:outline-3 focus-within:outline-focus',
            error ? 'border-blocked' : 'border-line-strong',
          )}
        >
          <Combobox.Chips className="flex flex-1 flex-wrap items-center gap-1.5">
            {value.map((choice) => (
              <Combobox.Chip
                key={choice.code}
                aria-label={choice.title}
                className="flex items-center gap-1 rounded-md border border-blocked-line bg-blocked-wash py-0.5 pr-0.5 pl-2 text-sm text-blocked focus-within:outline-2"
              >
                {choice.title}
                <Combobox.ChipRemove
                  aria-label={t('decision.removeReason', { reason: choice.title })}
                  className="grid size-6 place-items-center rounded-md hover:bg-surface"
                >
                  <Icon name="close" sizePx={14} />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              id="reasons"
              ref={inputRef}
              aria-describedby={error ? 'reasons-error' : undefined}
              aria-invalid={error ? true : undefined}
              placeholder={value.length === 0 ? t('decision.reasonsHint') : ''}
              className="min-h-8 min-w-40 flex-1 bg-transparent px-1 outline-none placeholder:text-ink-faint"
            />
          </Combobox.Chips>
        </Combobox.InputGroup>
        <Combobox.Portal>
          <Combobox.Positioner className="z-50 outline-none" sideOffset={4} side="top">
            <Combobox.Popup className="max-h-[min(var(--available-height),22rem)] w-(--anchor-width) max-w-(--available-width) overflow-y-auto overscroll-contain rounded-card border border-line bg-raised py-1 shadow-pop">
              <Combobox.Empty>
                <div className="px-3 py-2 text-ink-soft empty:hidden">{t('decision.noReason')}</div>
              </Combobox.Empty>
              <Combobox.List>
                {(choice: Choice) => (
                  <Combobox.Item
                    key={choice.code}
                    value={choice}
                    className="grid cursor-default grid-cols-[1.25rem_1fr_auto] items-start gap-x-2 px-3 py-1.5 data-highlighted:bg-accent-wash"
                  >
                    <Combobox.ItemIndicator className="mt-1 text-accent">
                      <Icon name="good" sizePx={16} />
                    </Combobox.ItemIndicator>
                    <span className="col-start-2">
                      <span className="font-medium">{choice.title}</span>
                      <span className="block text-sm text-ink-soft">{choice.why}</span>
                    </span>
                    <span className="text-right text-xs text-ink-soft">
                      <span className="font-mono">{choice.code}</span>
                      {choice.isSuggested && <span className="block text-accent">{t('decision.found')}</span>}
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {error && (
        <p id="reasons-error" role="alert" className="flex items-center gap-1.5 text-sm text-blocked">
          <Icon name="blocked" sizePx={16} />
          {error}
        </p>
      )}
      {open.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-sm">
          <span className="text-ink-soft">{t('decision.suggested')}</span>
          {open.map((code) => (
            <button
              key={code}
              type="button"
              onClick={() => onPick([...picked, code].slice(0, mostReasons))}
              className="min-h-7 rounded-md border border-line-strong bg-surface px-2 hover:bg-sunken"
            >
              + {words.reason(code).title}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}
