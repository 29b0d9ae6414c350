import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { Button } from '../../../kit/button.tsx'
import { Field, TextArea } from '../../../kit/field.tsx'
import { toast } from '../../../kit/toast.tsx'
import { CopyButton } from '../../frame/copy-button.tsx'
import { editableRules } from './kept-draft.ts'

const largestFileBytes = 2_000_000

/** The rules as a file: to take elsewhere, or to bring from there. */
export const JsonPanel = ({ rules, onChange }: { rules: RuleSet; onChange: (rules: RuleSet) => void }) => {
  const { t } = useTranslation('risk')
  const [text, setText] = useState<string | null>(null)
  const [isWrong, setWrong] = useState(false)
  const file = useId()
  const written = JSON.stringify(rules, null, 2)
  const take = (json: string) => {
    const read = readRules(json, rules.program)
    setWrong(read === null)
    if (!read) return
    onChange(read)
    setText(null)
    toast(t('risk:rules.json.taken'), 'good')
  }
  return (
    <div className="grid gap-4">
      <Field label={t('risk:rules.json.label')} error={isWrong && t('risk:rules.json.wrong')}>
        <TextArea
          rows={12}
          className="font-mono text-sm"
          spellCheck={false}
          value={text ?? written}
          onChange={({ target }) => {
            setText(target.value)
            setWrong(false)
          }}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={text === null} onClick={() => text !== null && take(text)}>
          {t('risk:rules.json.take')}
        </Button>
        <CopyButton text={written}>{t('risk:rules.json.copy')}</CopyButton>
        <Button onClick={() => download(`${rules.program}.json`, written)}>{t('risk:rules.json.download')}</Button>
        <label htmlFor={file} className="font-medium">
          {t('risk:rules.json.file')}
        </label>
        <input
          id={file}
          type="file"
          accept="application/json,.json"
          className="max-w-full"
          onChange={async ({ target }) => {
            const [chosen] = target.files ?? []
            if (!chosen) return
            take(chosen.size > largestFileBytes ? '' : await chosen.text())
            target.value = ''
          }}
        />
      </div>
    </div>
  )
}

const readRules = (text: string, program: string): RuleSet | null => {
  try {
    return editableRules(JSON.parse(text), program)
  } catch {
    return null
  }
}

const download = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
