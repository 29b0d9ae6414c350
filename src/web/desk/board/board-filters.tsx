import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { useGo } from '../frame/desk-link.tsx'
import { useProgramName } from '../frame/use-program-name.ts'
import type { BoardFilter } from './board-queries.ts'
import { boardStates, capabilities } from './board-words.ts'

/** While somebody types, the list waits for a pause. */
const typingPauseMs = 350

export const BoardFilters = ({ filter, programs }: { filter: BoardFilter; programs: readonly string[] }) => {
  const { t } = useTranslation(['board', 'common'])
  const go = useGo()
  const programName = useProgramName()
  const [seller, setSeller] = useState(filter.seller ?? '')
  const show = (changes: Record<string, string>) => {
    const next = Object.entries({ ...filter, after: '', ...changes }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    )
    go('/restrictions', { replace: true, search: Object.fromEntries(next) })
  }
  useEffect(() => {
    if (seller.trim() === (filter.seller ?? '')) return
    const timer = setTimeout(() => show({ seller: seller.trim() }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [seller])
  const choose = (
    name: 'state' | 'capability' | 'program',
    any: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <Field label={t(name)} className="min-w-40 max-sm:w-full">
      <SelectInput value={filter[name] ?? ''} onChange={({ target }) => show({ [name]: target.value })}>
        <option value="">{any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectInput>
    </Field>
  )
  return (
    <search className="flex flex-wrap items-end gap-3">
      {choose(
        'state',
        t('anyState'),
        boardStates.map((one) => [one, t(`filter.${one}`)] as const),
      )}
      {choose(
        'capability',
        t('anyCapability'),
        capabilities.map((one) => [one, t(`common:capability.${one}`)] as const),
      )}
      {choose(
        'program',
        t('anyProgram'),
        programs.map((one) => [one, programName(one)] as const),
      )}
      <Field label={t('seller')} className="min-w-40 max-sm:w-full">
        <TextInput
          type="search"
          value={seller}
          maxLength={128}
          spellCheck={false}
          onChange={(event) => setSeller(event.target.value)}
        />
      </Field>
    </search>
  )
}
