import { expect, test } from 'vitest'
import { scanImports } from './import-scanner.ts'

const scan = (source: string) => scanImports('sample.ts', source)

test('every way to reach another module is seen', () => {
  const sites = scan(
    [
      `import { a } from '#domain/a.ts'`,
      `import './side-effect.ts'`,
      `export { b } from './b.ts'`,
      `export * from './c.ts'`,
      `const d = await import('./d.ts')`,
      `type E = import('./e.ts').E`,
      `const f = require('./f.cjs')`,
      `const g = new Worker(new URL('./g.ts', import.meta.url))`,
      'const h = await import(name)',
      'const i = await import(`./i.ts`)',
    ].join('\n'),
  )
  expect(sites.map((it) => `${it.line} ${it.kind} ${it.specifier}`)).toEqual([
    '1 static #domain/a.ts',
    '2 static ./side-effect.ts',
    '3 export-from ./b.ts',
    '4 export-from ./c.ts',
    '5 dynamic ./d.ts',
    '6 import-type ./e.ts',
    '7 require ./f.cjs',
    '8 module-url ./g.ts',
    '9 opaque name',
    '10 dynamic ./i.ts',
  ])
})

test('imports of types only are told apart', () => {
  const typeOnly = (source: string) => scan(source).map((it) => it.typeOnly)
  expect(typeOnly(`import type { A } from './a.ts'`)).toEqual([true])
  expect(typeOnly(`import { type A, type B } from './a.ts'`)).toEqual([true])
  expect(typeOnly(`import { type A, b } from './a.ts'`)).toEqual([false])
  expect(typeOnly(`import a, { type B } from './a.ts'`)).toEqual([false])
  expect(typeOnly(`import * as a from './a.ts'`)).toEqual([false])
  expect(typeOnly(`export type { A } from './a.ts'`)).toEqual([true])
  expect(typeOnly(`export * from './a.ts'`)).toEqual([false])
})

test('words in comments and strings are not imports', () => {
  expect(
    scan(
      `// import { a } from './a.ts'\nconst text = "import('./b.ts')"\nconst page = new URL('./c.png', import.meta.url)`,
    ),
  ).toEqual([])
})
