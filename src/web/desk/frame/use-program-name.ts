import { useTranslation } from 'react-i18next'
import { useMe } from './use-me.ts'

/** What people call a program; one that is not installed any more goes by its id. */
export const useProgramName = (): ((program: string) => string) => {
  const { i18n } = useTranslation()
  const { programs } = useMe()
  return (program) => {
    const title = programs.find(({ name }) => name === program)?.title ?? {}
    return title[i18n.language] ?? title.en ?? program
  }
}
