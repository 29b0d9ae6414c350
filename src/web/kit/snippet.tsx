import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Field, TextArea } from './field.tsx'
import { announce } from './live-region.ts'
import { toast } from './toast.tsx'

/** Text to be copied as it stands; where the browser refuses to copy, it is selected at a touch. */
export const Snippet = ({ label, text }: { label: string; text: string }) => {
  const { t } = useTranslation('common')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce(t('snippet.copied'))
    } catch {
      toast(t('snippet.refused'), 'needs-you')
    }
  }
  return (
    <div className="grid gap-2">
      <Field label={label}>
        <TextArea
          readOnly
          rows={3}
          value={text}
          spellCheck={false}
          className="font-code text-sm break-all"
          onFocus={({ target }) => target.select()}
        />
      </Field>
      <div>
        <Button icon={copied ? 'good' : 'copy'} onClick={() => void copy()}>
          {t(copied ? 'snippet.copied' : 'snippet.copy')}
        </Button>
      </div>
    </div>
  )
}
