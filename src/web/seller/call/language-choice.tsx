import { useTranslation } from 'react-i18next'
import { Choice } from '../../kit/choice.tsx'
import type { SellerCall } from '../api/call-queries.ts'
import { isOnRequest } from './call-days.ts'
import type { CallWords } from './use-call-words.ts'

export type LanguageChoiceProps = {
  call: SellerCall
  words: CallWords
  chosen: string
  onChoose: (language: string) => void
}

/** [BK3] In which language the call is held; those that need asking ahead say for how long. */
export const LanguageChoice = ({ call, words, chosen, onChoose }: LanguageChoiceProps) => {
  const { t } = useTranslation('seller')
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{t('call.language')}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-2">
        {call.languages.map(({ language, leadMinutes }) => (
          <Choice
            key={language}
            name="call-language"
            checked={language === chosen}
            onChoose={() => onChoose(language)}
            className="content-center"
          >
            <span className="block font-medium">{words.language(language)}</span>
            {isOnRequest(call, language) && (
              <span className="block text-sm text-ink-soft">
                {t('call.onRequest', { count: Math.ceil(leadMinutes / 60) })}
              </span>
            )}
          </Choice>
        ))}
      </div>
      {isOnRequest(call, chosen) && (
        <p className="mt-2 max-w-read text-sm text-ink-soft">
          {t('call.onRequestWhy', { language: words.language(chosen) })}
        </p>
      )}
    </fieldset>
  )
}
