import type { InputHTMLAttributes, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { children: ReactNode }

export const Checkbox = ({ children, className, ...rest }: CheckboxProps) => (
  <label className={classNames('flex min-h-11 items-start gap-3 py-2', className)}>
    <input {...rest} type="checkbox" className="mt-0.5 size-5 shrink-0 accent-(--accent)" />
    <span>{children}</span>
  </label>
)
