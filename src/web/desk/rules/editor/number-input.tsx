import { useEffect, useState } from 'react'
import { TextInput } from '../../../kit/field.tsx'

/** A number as it is typed; what is none is NaN, which the check names. */
export const NumberInput = ({ value, onChange }: { value: number; onChange: (value: number) => void }) => {
  const [text, setText] = useState(Number.isNaN(value) ? '' : String(value))
  useEffect(() => {
    // Another value from outside, such as after undoing.
    if (!Object.is(numberOf(text), value)) setText(Number.isNaN(value) ? '' : String(value))
  }, [value])
  return (
    <TextInput
      className="tabular max-w-32"
      inputMode="decimal"
      value={text}
      maxLength={20}
      onChange={({ target }) => {
        setText(target.value)
        onChange(numberOf(target.value))
      }}
    />
  )
}

const numberOf = (text: string): number => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN)
