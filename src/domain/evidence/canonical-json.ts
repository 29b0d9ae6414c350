/**
 * One text for one value, after RFC 8785 (JSON Canonicalization Scheme), so that a hash means the same to everybody.
 * ECMAScript's own string and number forms are the scheme's; what is left is the order of members and refusing what
 * JSON cannot carry. It is our own because it is these few lines, and because silently dropping a value (as
 * `JSON.stringify` does with `undefined`) would let evidence differ from what was hashed.
 */
const depthMax = 64

/** Throws `TypeError` naming the place of a value that JSON cannot carry: that is a bug of the caller. */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0)
}

/** The value of a text that is already canonical, or null: for evidence, where every byte must count. */
export function parseCanonicalJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return canonicalJson(value) === text ? { value } : null
  } catch {
    return null
  }
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > depthMax) throw new TypeError(`${path.slice(0, 80)}…: nested deeper than ${depthMax}`)
  switch (typeof value) {
    case 'string':
      return text(value, path)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path}: ${value} is not a JSON number`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? array(value, path, depth) : object(value, path, depth)
    default:
      throw new TypeError(`${path}: ${typeof value} is not JSON`)
  }
}

function text(value: string, path: string): string {
  // A lone surrogate has no UTF-8 form: two different strings would become the same bytes.
  if (!value.isWellFormed()) throw new TypeError(`${path}: lone surrogate`)
  return JSON.stringify(value)
}

function array(items: readonly unknown[], path: string, depth: number): string {
  const parts: string[] = []
  // A hole reads as undefined and is refused like it.
  for (let index = 0; index < items.length; index++) parts.push(write(items[index], `${path}[${index}]`, depth + 1))
  return `[${parts.join(',')}]`
}

function object(value: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${path}: not a plain object`)
  if (Object.getOwnPropertySymbols(value).length > 0) throw new TypeError(`${path}: symbol key`)
  const members = value as Record<string, unknown>
  // Without a comparator sort() orders by UTF-16 code units, which is the order RFC 8785 asks for.
  const parts = Object.keys(members)
    .sort()
    .map((key) => `${text(key, path)}:${write(members[key], `${path}.${key}`, depth + 1)}`)
  return `{${parts.join(',')}}`
}
