import type { FeatureType, FeatureValue } from '#domain/risk/features.ts'

/** A feature as somebody types it; null where the text is none of its type, or empty: then it is not known. */
export const readValue = (type: FeatureType, typed: string): FeatureValue | null => {
  const text = typed.trim()
  if (text === '') return null
  switch (type) {
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : null
    case 'int':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : null
    case 'double':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : null
    case 'string':
      return text
    case 'list<string>':
      return text
        .split(/[,，、\n]/)
        .map((item) => item.trim())
        .filter((item) => item !== '')
  }
}

export const writeValue = (value: FeatureValue | undefined): string =>
  value === undefined ? '' : typeof value === 'object' ? value.join(', ') : String(value)
