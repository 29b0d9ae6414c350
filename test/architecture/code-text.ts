import ts from 'typescript'

/**
 * Source text with every comment blanked out, line by line in place, so that a rule about code does not find the comment
 * that explains it. Comments are taken from the parsed tree: a scanner alone takes `//` in a template or a regular
 * expression for one.
 */
export function withoutComments(fileName: string, source: string): string {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true)
  const ranges = new Map<number, number>()
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(file) === 0 && !ts.isJsxText(node)) {
      const found = [
        ...(ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []),
        ...(ts.getTrailingCommentRanges(source, node.getEnd()) ?? []),
      ]
      for (const range of found) ranges.set(range.pos, range.end)
    }
    for (const child of node.getChildren(file)) visit(child)
  }
  visit(file)
  let code = ''
  let at = 0
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    if (start < at) continue
    code += source.slice(at, start) + source.slice(start, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return code + source.slice(at)
}
