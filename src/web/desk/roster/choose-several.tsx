import { type ReactNode, useId } from 'react'
import { Checkbox } from '../../kit/checkbox.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'

export type ChooseSeveralProps<Value extends string | number> = {
  legend: string
  options: { value: Value; name: string }[]
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
  error: ReactNode
  /** Side by side; else one under the other. */
  compact?: boolean
}

/** Check boxes that belong together; the error stands under all of them. */
export const ChooseSeveral = <Value extends string | number>(props: ChooseSeveralProps<Value>) => {
  const { legend, options, chosen, onChange, error, compact = false } = props
  const id = useId()
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="font-medium">{legend}</legend>
      <div className={classNames(compact ? 'flex flex-wrap gap-x-6' : 'grid')}>
        {options.map(({ value, name }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            aria-invalid={error ? true : undefined}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          >
            {name}
          </Checkbox>
        ))}
      </div>
      {error && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  )
}

export const FieldError = ({ id, children }: { id: string; children: ReactNode }) => (
  <p id={id} role="alert" className="flex items-center gap-1.5 text-sm text-blocked">
    <Icon name="blocked" sizePx={16} />
    {children}
  </p>
)
