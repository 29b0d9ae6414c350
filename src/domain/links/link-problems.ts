import type { LinkKind, LinkRules } from './link.ts'

/** What one member of `links` demands of another; `field` is the member in dotted form. */
export const linkProblems = (links: LinkRules): { field: string; message: string }[] => [
  ...twice('links.kinds', links.kinds),
  ...twice('links.hints', links.hints),
  ...links.hints
    .filter((kind) => links.kinds.includes(kind))
    .map((kind) => ({ field: 'links.hints', message: `names ${kind}, which joins shops for certain already` })),
]

const twice = (field: string, kinds: readonly LinkKind[]) =>
  [...new Set(kinds.filter((kind, no) => kinds.indexOf(kind) !== no))].map((kind) => ({
    field,
    message: `names ${kind} more than once`,
  }))
