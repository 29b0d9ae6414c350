import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { announce } from '../../kit/live-region.ts'
import { toast } from '../../kit/toast.tsx'

/** Copies, and says that it did; where the browser refuses, says how else. */
export const CopyButton = ({ text, children }: { text: string; children: string }) => {
  const { t } = useTranslation('desk')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce(t('copy.done'))
    } catch {
      toast(t('copy.refused'), 'needs-you')
    }
  }
  return (
    <Button icon={copied ? 'good' : 'copy'} onClick={() => void copy()}>
      {copied ? t('copy.done') : children}
    </Button>
  )
}
