import { useTranslation } from 'react-i18next'
import { measureOf } from '../review/findings/measure.ts'

/** Words that many parts of the desk need in the same form. */
export const useDeskWords = () => {
  const { t, i18n } = useTranslation(['desk', 'check', 'failure', 'common'])
  const measure = (value: number, unit: string | null): string => {
    const { text, unit: name, count } = measureOf(value, unit)
    return t(`unit.${name}`, { value: text, count })
  }
  return {
    check: (id: string) => t(`check:${id}`),
    field: (name: string) => t(`check:field.${name}`, { defaultValue: name }),
    measure,
    /** What a reason says, worded for the one who judges; the seller's words where they fit both. */
    reason: (code: string) => ({
      title: t(`reason.${code}.title`, { defaultValue: t(`failure:${code}.title`) }),
      why: t(`reason.${code}.why`, { defaultValue: t(`failure:${code}.why`) }),
      fix: t(`failure:${code}.fix`),
    }),
    stepKind: (kind: string) => t(`stepKind.${kind}`, { defaultValue: kind }),
    capability: (name: string) => t(`common:capability.${name}`),
    list: (names: readonly string[]) => names.join(i18n.language === 'zh' ? '、' : ', '),
    mark: (label: string) => t(`mark.${label}`, { defaultValue: label }),
  }
}
