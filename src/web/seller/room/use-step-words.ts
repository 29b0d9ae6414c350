import { useTranslation } from 'react-i18next'
import type { CallStep } from './room-api.ts'

/** What a step is called: by the program where it has a name of its own, else by its kind. */
export const useStepWords = () => {
  const { t, i18n } = useTranslation(['capture', 'common'])
  return {
    name: ({ name, kind }: CallStep): string => name?.[i18n.language] ?? name?.en ?? t(`common:stepKind.${kind}`),
    prompt: ({ kind }: CallStep): string => t(`capture:prompt.${kind}`),
  }
}
