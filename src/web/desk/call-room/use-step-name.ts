import { useTranslation } from 'react-i18next'
import { useDeskWords } from '../words/use-desk-words.ts'
import type { RoomStep } from './room-api.ts'

/** What a step is called: by the program where it has a name for it, else by its kind. */
export const useStepName = (): ((step: Pick<RoomStep, 'name'> & { kind: string }) => string) => {
  const { i18n } = useTranslation('desk')
  const words = useDeskWords()
  return ({ name, kind }) => name?.[i18n.language] ?? name?.en ?? words.stepKind(kind)
}
