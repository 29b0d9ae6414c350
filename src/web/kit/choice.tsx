import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export type ChoiceProps = {
  /** One name for all that exclude each other: the arrow keys then go through them. */
  name: string
  checked: boolean
  onChoose: () => void
  children: ReactNode
  className?: string
  /** Keeps the focus out from under what sticks to the edges of a page. */
  inputClass?: string
}

/** A radio button that is as large as what it stands for. The frame is the button itself, so the focus ring is its own. */
export const Choice = ({ name, checked, onChoose, children, className, inputClass }: ChoiceProps) => (
  <label className={classNames('relative grid min-h-12 items-center px-3 py-2', className)}>
    <input
      type="radio"
      name={name}
      checked={checked}
      onChange={onChoose}
      className={classNames(
        'peer absolute inset-0 size-full cursor-pointer appearance-none rounded-control border border-line-strong bg-surface',
        'not-checked:hover:bg-sunken checked:border-2 checked:border-accent checked:bg-accent-wash',
        inputClass,
      )}
    />
    <span className="pointer-events-none relative min-w-0">{children}</span>
    <span className="pointer-events-none absolute top-1 right-1 hidden text-accent peer-checked:block">
      <Icon name="good" sizePx={14} />
    </span>
  </label>
)
