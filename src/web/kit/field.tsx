import { Field as BaseField } from '@base-ui/react/field'
import type { ComponentPropsWithRef, InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

const controlClass = classNames(
  'block w-full min-h-10 rounded-control border border-line-strong bg-surface px-3 py-2 text-ink',
  'placeholder:text-ink-faint disabled:bg-sunken disabled:text-ink-faint',
  'aria-invalid:border-blocked data-invalid:border-blocked',
)

export type FieldProps = {
  label: ReactNode
  /** Stands under the label and is read out with it. */
  hint?: ReactNode
  /** What is wrong and what to do; turns the border and is read out. */
  error?: ReactNode
  children: ReactNode
  className?: string
}

/** Label, control, hint and error that belong together. The control is a `TextInput`, `TextArea` or `SelectInput`. */
export const Field = ({ label, hint, error, children, className }: FieldProps) => (
  <BaseField.Root invalid={Boolean(error)} className={classNames('grid gap-1.5', className)}>
    <BaseField.Label className="font-medium">{label}</BaseField.Label>
    {hint && <BaseField.Description className="text-sm text-ink-soft">{hint}</BaseField.Description>}
    {children}
    {error && (
      <BaseField.Error match className="flex items-start gap-1.5 text-sm text-blocked">
        <span className="mt-0.5">
          <Icon name="blocked" sizePx={16} />
        </span>
        <span>{error}</span>
      </BaseField.Error>
    )}
  </BaseField.Root>
)

export const TextInput = (props: InputHTMLAttributes<HTMLInputElement>) => (
  <BaseField.Control render={<input {...props} className={classNames(controlClass, props.className)} />} />
)

export const TextArea = (props: ComponentPropsWithRef<'textarea'>) => (
  <BaseField.Control render={<textarea rows={3} {...props} className={classNames(controlClass, props.className)} />} />
)

/** The browser's own list: it works with every keyboard, screen reader and touch screen. */
export const SelectInput = (props: SelectHTMLAttributes<HTMLSelectElement>) => (
  <BaseField.Control render={<select {...props} className={classNames(controlClass, 'pr-8', props.className)} />} />
)
