import ts from 'typescript'

/**
 * One place where a source file names another. `typeOnly` imports vanish before anything runs, so they couple two rooms
 * in words but not in code. `opaque` is a dynamic import whose target is worked out at run time: no rule can be held
 * against it.
 */
export type ImportSite = {
  specifier: string
  line: number
  typeOnly: boolean
  /** The names a static import takes that outlive the types; null where it takes the whole module. */
  names: string[] | null
  kind: 'static' | 'export-from' | 'dynamic' | 'import-type' | 'require' | 'module-url' | 'opaque'
}

/**
 * Finds every way in which TypeScript source can reach another module: `import`, `export … from`, `import()`,
 * `import('x').T` in types, `require()`, and `new URL('./worker.ts', import.meta.url)`, which starts workers and children.
 * Parsed by the compiler, since imports inside comments and strings fooled every regular expression we tried.
 */
export function scanImports(fileName: string, source: string): ImportSite[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true)
  const sites: ImportSite[] = []
  const add = (node: ts.Node, specifier: string, kind: ImportSite['kind'], typeOnly = false) => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
    sites.push({ specifier, kind, typeOnly, line, names: ts.isImportDeclaration(node) ? importedNames(node) : null })
  }

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node, node.moduleSpecifier.text, 'static', isTypeOnlyImport(node))
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node, node.moduleSpecifier.text, 'export-from', isTypeOnlyExport(node))
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      addFirstArgument(node, node.moduleReference.expression, 'require')
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node, node.argument.literal.text, 'import-type', true)
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) addFirstArgument(node, node.arguments[0], 'dynamic')
      else if (ts.isIdentifier(node.expression) && node.expression.text === 'require') {
        addFirstArgument(node, node.arguments[0], 'require')
      }
    } else if (ts.isNewExpression(node) && isModuleUrl(node)) {
      const target = node.arguments?.[0]
      if (target && ts.isStringLiteralLike(target) && /\.(ts|tsx|mjs|js)$/.test(target.text)) {
        add(node, target.text, 'module-url')
      }
    }
    ts.forEachChild(node, visit)
  }
  const addFirstArgument = (node: ts.Node, argument: ts.Expression | undefined, kind: 'dynamic' | 'require') => {
    if (argument && ts.isStringLiteralLike(argument)) add(node, argument.text, kind)
    else add(node, argument?.getText(file) ?? '', 'opaque')
  }

  visit(file)
  return sites
}

function importedNames(node: ts.ImportDeclaration): string[] | null {
  const bindings = node.importClause?.namedBindings
  if (node.importClause?.name || !bindings || !ts.isNamedImports(bindings)) return null
  return bindings.elements.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text)
}

function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  if (clause.name || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) return false
  return clause.namedBindings.elements.length > 0 && clause.namedBindings.elements.every((it) => it.isTypeOnly)
}

function isTypeOnlyExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true
  if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return false
  return node.exportClause.elements.length > 0 && node.exportClause.elements.every((it) => it.isTypeOnly)
}

const isModuleUrl = (node: ts.NewExpression): boolean =>
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'URL' &&
  node.arguments?.length === 2 &&
  node.arguments[1]?.getText() === 'import.meta.url'
