import { creditCodeChecks } from '#domain/credit-code.ts'
import { type PlacedLine, placeLines, type TextLine } from './text-line.ts'
import { rowsOf, type TextRow, valuePart } from './text-rows.ts'

/** What is printed on a business licence (营业执照). Dates are ISO; `term` is `from/to`, `from/` or `/` without end. */
export type LicenceField =
  | 'creditCode'
  | 'companyName'
  | 'companyType'
  | 'representative'
  | 'capital'
  | 'founded'
  | 'term'
  | 'address'
  | 'scope'
  | 'issuer'
  | 'issued'
export type LicenceFields = Partial<Record<LicenceField, TextLine>>

/** Parts of the form by which it is known to be whole: top, both columns, bottom. */
export const licenceParts = ['title', 'code', 'left-column', 'right-column', 'registrar'] as const
export type LicencePart = (typeof licenceParts)[number]

export type ReadLicenceText = {
  fields: LicenceFields
  parts: LicencePart[]
  /** The line that says 副本. */
  duplicate: TextLine | null
  registrar: PlacedLine | null
  /** Lines that belong to the sheet, whatever is written on the wall behind it. */
  lines: PlacedLine[]
}

type Labelled = Exclude<LicenceField, 'creditCode' | 'issuer' | 'issued'>

/** What forms since 2014 call a field, for companies, branches, partnerships and sole traders. */
const labels: Record<Labelled, RegExp> = {
  companyName: /^(企业名称|字号名称|名称)/,
  companyType: /^(主体类型|组成形式|类型)/,
  representative: /^(法定代表人|执行事务合伙人|经营者姓名|经营者|负责人|投资人)/,
  scope: /^(经营范围|业务范围)/,
  capital: /^(.{0,2}资本|注册资金|出资额|资金数额)/,
  founded: /^(成立日期|注册日期)/,
  term: /^(营业期限|经营期限|合伙期限)/,
  address: /^(主要经营场所|经营场所|营业场所|住所)/,
}
/** A label may be set wide and come as single characters, so a column is known by any line that begins one. */
const columnStarts = /^(名|类|法定|经营|注册|成立|营业|住|负责|投资|组成)|^.{0,2}(资本|期限|日期)$/
const titleText = /营业执照/
const codeLabel = /统一社会信用代码/
const registrarLabel = /登记机关/
const footer = /信用信息公示|^www|^http|监制$/
const duplicateText = /^.{0,2}副本/
const specimenNotice = /^样本$|SPECIMEN/i

/** Fewer parts than this could be any paper. */
const minParts = 3
/** What the reader is this unsure of is a stroke of the seal or of the border. */
const minScore01 = 0.4
/** A column lies so many line heights right of another at least. */
const columnsApart = 8

/** Reads the fields of a business licence from its lines of print; null when they show none. */
export const readLicenceText = (lines: readonly TextLine[]): ReadLicenceText | null => {
  const placed = placeLines(lines.filter(({ text, score01 }) => text !== '' && score01 >= minScore01))
  const title = placed.find(({ text }) => titleText.test(text)) ?? null
  const codeLabelLine = placed.find(({ text }) => codeLabel.test(text)) ?? null
  const registrar = placed.find(({ text }) => registrarLabel.test(text)) ?? null
  const code = creditCodeOf(placed)
  const fields: LicenceFields = code ? { creditCode: code } : {}
  const bottom = registrar?.across ?? placed.find(({ text }) => footer.test(text))?.across ?? Number.POSITIVE_INFINITY
  const body = placed.filter(
    (line) =>
      line.across < bottom - 0.5 * line.height && line.across > (title?.across ?? codeLabelLine?.across ?? -1e9),
  )
  const columns = columnsOf(body.filter(({ text }) => !specimenNotice.test(text)))
  const rows = columns.map((column) => rowsOf(column))
  for (const column of rows) readColumn(column, fields)
  const issued = registrar ? placed.filter((line) => line.across > registrar.across - 0.5 * line.height) : []
  readIssue(issued, registrar, fields)

  const parts = licenceParts.filter(
    (part) =>
      ({
        title: title !== null,
        code: codeLabelLine !== null || code !== null,
        'left-column': has(fields, ['companyName', 'companyType', 'representative', 'scope']),
        'right-column': has(fields, ['capital', 'founded', 'term', 'address']),
        registrar: registrar !== null,
      })[part],
  )
  if (parts.length < minParts || (title === null && codeLabelLine === null)) return null
  return {
    fields,
    parts,
    duplicate: placed.find(({ text }) => text.length <= 6 && duplicateText.test(text)) ?? null,
    registrar,
    lines: [
      ...columns.flat(),
      ...issued,
      ...[title, codeLabelLine, code].filter((line) => line !== null),
    ] as PlacedLine[],
  }
}

/** At least two, so that a single word in a background makes no column. */
const has = (fields: LicenceFields, some: readonly LicenceField[]): boolean =>
  some.filter((name) => fields[name] !== undefined).length >= 2

/** Lines of the body by column. Forms of 2014 have one column, those since have two. */
const columnsOf = (body: readonly PlacedLine[]): PlacedLine[][] => {
  const starts: number[] = []
  const height = median(body.map((line) => line.height))
  for (const line of body.filter(({ text }) => columnStarts.test(text)).sort((a, b) => a.along - b.along))
    if (starts.length === 0 || line.along - starts.at(-1)! > columnsApart * height) starts.push(line.along)
  return starts.map((start, i) =>
    body.filter(({ along }) => along >= start - height && along < (starts[i + 1] ?? Number.POSITIVE_INFINITY) - height),
  )
}

const readColumn = (rows: readonly TextRow[], fields: LicenceFields): void => {
  let current: { name: Labelled; parts: TextRow[]; indent: number } | null = null
  const finish = () => {
    if (!current) return
    const value = valuePart(current.parts, labels[current.name])
    const plain = value && plainValue(current.name, value)
    if (plain) fields[current.name] ??= plain
    current = null
  }
  let last: TextRow | null = null
  for (const row of rows) {
    const name = labelOf(row.text)
    // A gap of a whole line is the end of a value, and what begins at the label's own edge is no continuation.
    const apart = last !== null && row.across - last.across > 2 * last.height
    if (name) {
      finish()
      current = { name, parts: [row], indent: row.along + 2 * row.height }
    } else if (current && !apart && row.along > current.indent && !footer.test(row.text)) current.parts.push(row)
    else finish()
    last = row
  }
  finish()
}

/** A label that light has partly taken away is still known by what follows it. */
const labelOf = (text: string): Labelled | null => {
  const found = (Object.keys(labels) as Labelled[]).find((name) => labels[name].test(text))
  if (found) return found
  if (/^.{0,3}期限?(\d{4}年.*至|长期)/.test(text) || /^\d{4}年\d{1,2}月\d{1,2}日至/.test(text)) return 'term'
  return null
}

const date = /(\d{4})年(\d{1,2})月(\d{1,2})日?/
const iso = (match: RegExpMatchArray, first = 1): string =>
  `${match[first]}-${match[first + 1]!.padStart(2, '0')}-${match[first + 2]!.padStart(2, '0')}`

const plainValue = (name: Labelled, value: TextLine): TextLine | null => {
  if (name === 'founded') {
    const match = value.text.match(date)
    return match && { ...value, text: iso(match) }
  }
  if (name === 'term') {
    const text = termOf(value.text)
    return text === null ? null : { ...value, text }
  }
  return value
}

/** `2019年01月12日至长期` as `2019-01-12/`, `长期` as `/`; null when it is no term. */
const termOf = (text: string): string | null => {
  const match = text.match(
    /(\d{4})年(\d{1,2})月(\d{1,2})日?[至到-]?(?:(\d{4})年(\d{1,2})月(\d{1,2})日?|(长期|永久|无固定期限))/,
  )
  if (match) return `${iso(match)}/${match[4] === undefined ? '' : iso(match, 4)}`
  return /长期|永久|无固定期限/.test(text) ? '/' : null
}

/** Letters that the code has not are read where digits of the same shape stand (GB 32100 leaves out I, O, S, V, Z). */
const lookalikes: Record<string, string> = { I: '1', l: '1', '|': '1', O: '0', o: '0', S: '5', s: '5', Z: '2', z: '2' }
const codeText = /^[0-9A-HJ-NPQRTUWXY]{18}$/
const minDigits = 8

const creditCodeOf = (lines: readonly PlacedLine[]): PlacedLine | null => {
  const found = lines.flatMap((line) => {
    const at = line.text.replace(codeLabel, '').length
    const text = [...line.text.slice(line.text.length - at)]
      .map((char) => lookalikes[char] ?? char.toUpperCase())
      .join('')
      .replace(/^[^0-9A-Z]+/, '')
    if (!codeText.test(text) || (text.match(/\d/g)?.length ?? 0) < minDigits) return []
    const characters = line.characters.slice(-18).map((character, place) => ({ ...character, char: text[place]! }))
    return [{ ...line, text, characters }]
  })
  return found.find(({ text }) => creditCodeChecks(text)) ?? found[0] ?? null
}

const readIssue = (lines: readonly PlacedLine[], registrar: PlacedLine | null, fields: LicenceFields): void => {
  if (!registrar) return
  const rows = rowsOf(lines.filter((line) => line.along > registrar.along - 2 * registrar.height))
  const issuer = rows.find(({ text }) => /(局|委员会|厅)$/.test(text) && !registrarLabel.test(text))
  if (issuer) fields.issuer = issuer
  for (const row of rows) {
    const match = row.text.match(date)
    if (match) fields.issued ??= { ...row, text: iso(match) }
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
