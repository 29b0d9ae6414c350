import { expect, test } from 'vitest'
import { withoutComments } from './code-text.ts'

const strip = (source: string) => withoutComments('a.tsx', source).replace(/ +/g, ' ').replace(/ $/gm, '')

test('comments go, code stays on its line', () => {
  expect(strip('/** Date.now() */\nconst a = 1 // Date.now()\nconst b = /* x */ 2')).toBe('\nconst a = 1\nconst b = 2')
})

test('what only looks like a comment stays', () => {
  const lookalikes = ["const a = 'https://x'", 'const b = `c//d`', 'const c = /[/][/]/.test(d)', '<p>see // this</p>']
  for (const code of lookalikes) expect(strip(code)).toBe(code)
})
