import { expect, test } from 'vitest'
import { badgePicture, badgeSnippets } from './badge-snippets.ts'

const url = 'https://verify.example/badge/bdg_0123456789abcdefghijkl'

test('[RE3] what is copied names the shop and claims nothing by itself', () => {
  const { frame, picture } = badgeSnippets({ url, seller: 'kapok~home' })
  for (const snippet of [frame, picture]) {
    expect(snippet).toContain('shop=kapok%7Ehome')
    expect(snippet).not.toMatch(/script|verified|onload/i)
    expect(snippet).not.toMatch(/[?&]\w+=[^"]*&(?!amp;)/)
  }
  expect(frame).toContain(`src="${url}/embed?shop=`)
  expect(picture).toContain(`href="${url}?shop=`)
})

test('[RE3] the picture has its own address in each theme', () => {
  expect(badgePicture({ url, seller: 'kapok' }, 'dark')).toBe(
    'https://verify.example/v1/badges/bdg_0123456789abcdefghijkl.svg?shop=kapok&theme=dark',
  )
})
