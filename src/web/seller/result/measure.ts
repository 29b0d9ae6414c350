/** A measured value with its unit, short, in the words of the language: `1.2 s`, `14 days`, `0.31`. */
export const measureText = (value: number, unit: string | null, language: string): string => {
  const number = (most: number) =>
    new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      maximumFractionDigits: most,
      numberingSystem: 'latn',
    }).format(value)
  const plain = () => number(Math.abs(value) < 10 ? 2 : 0)
  switch (unit) {
    case 'ms':
      return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        style: 'unit',
        unit: 'second',
        unitDisplay: 'short',
        maximumFractionDigits: 1,
        numberingSystem: 'latn',
      }).format(value / 1000)
    case 'days':
      return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        style: 'unit',
        unit: 'day',
        unitDisplay: 'long',
        maximumFractionDigits: 0,
        numberingSystem: 'latn',
      }).format(value)
    case 'degrees':
      return `${number(0)}°`
    case 'dB':
      return `${number(0)} dB`
    case 'px':
      return `${number(0)} px`
    default:
      return plain()
  }
}

/** A place in a recording: `0:07`. */
export const mediaTimeText = (atMs: number): string => {
  const seconds = Math.max(0, Math.floor(atMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
