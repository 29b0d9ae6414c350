import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'normal' | 'large'

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent border-accent hover:bg-accent-strong hover:border-accent-strong',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-accent border-transparent hover:bg-accent-wash',
  danger: 'bg-blocked text-on-blocked border-blocked hover:opacity-90',
}

const sizes: Record<ButtonSize, string> = {
  normal: 'min-h-10 px-4 text-[0.9375rem]',
  // In capture and for the one next step: a target of at least 44 px.
  large: 'min-h-12 px-6 text-base',
}

/** The class of a button, for links that look like one. */
export const buttonClass = (look: ButtonLook = 'secondary', size: ButtonSize = 'normal'): string =>
  classNames(
    'inline-flex items-center justify-center gap-2 rounded-control border font-medium leading-tight no-underline',
    'transition-colors duration-150 select-none',
    'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-faint',
    looks[look],
    sizes[size],
  )

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  look?: ButtonLook
  size?: ButtonSize
  icon?: IconName
  /** Stays focusable and says why in `title`/described text, so that keyboard users can find out. */
  disabled?: boolean
  /** The work goes on; the button keeps its width and cannot be pressed twice. */
  busy?: boolean
  children: ReactNode
}

export const Button = ({
  look = 'secondary',
  size = 'normal',
  icon,
  disabled = false,
  busy = false,
  onClick,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    type={type}
    aria-disabled={disabled || busy || undefined}
    aria-busy={busy || undefined}
    onClick={(event) => {
      if (disabled || busy) event.preventDefault()
      else onClick?.(event)
    }}
    className={classNames(buttonClass(look, size), className)}
  >
    {icon && <Icon name={icon} />}
    <span className={classNames(busy && 'animate-pulse')}>{children}</span>
  </button>
)
