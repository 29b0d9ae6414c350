import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Icon } from '../../kit/icon.tsx'
import { CopyButton } from '../frame/copy-button.tsx'

export type ShownOnceProps = {
  title: string
  /** What the secret is. */
  label: string
  secret: string
  copy: string
  children: ReactNode
  onDone: () => void
}

/** A secret that is shown now and never again: it takes the focus, and goes only when somebody sends it away. */
export const ShownOnce = ({ title, label, secret, copy, children, onDone }: ShownOnceProps) => {
  const { t } = useTranslation('desk')
  const box = useRef<HTMLElement>(null)
  const id = useId()
  useEffect(() => box.current?.focus(), [])
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby={`${id}title`}
      className="grid gap-3 rounded-card border border-needs-line bg-needs-wash p-4"
    >
      <h2 id={`${id}title`} className="flex items-center gap-2 font-semibold">
        <span className="text-needs">
          <Icon name="lock" />
        </span>
        {title}
      </h2>
      <p className="max-w-read">{children}</p>
      <div className="grid gap-1">
        <p id={`${id}label`} className="text-sm text-ink-soft">
          {label}
        </p>
        <output
          aria-labelledby={`${id}label`}
          className="rounded-control border border-line bg-surface px-3 py-2 font-mono text-sm break-all select-all"
        >
          {secret}
        </output>
      </div>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={secret}>{copy}</CopyButton>
        <Button look="quiet" onClick={onDone}>
          {t('once.done')}
        </Button>
      </div>
    </section>
  )
}
