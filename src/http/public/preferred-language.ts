/** The first language we have in the order the reader's browser prefers them (RFC 9110, 12.5.4); null where it names none of ours. */
export const preferred = <L extends string>(header: string, isOurs: (language: string) => language is L): L | null => {
  const ranges = header.split(',').map((range, index) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
    return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality), index }
  })
  const wanted = ranges
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || one.index - other.index)
    .map(({ language }) => language)
  return wanted.find(isOurs) ?? null
}
