import { expect, test } from 'vitest'
import { openStory } from './story.ts'

test('every line says when, who and what; what was missing is kept for the end', () => {
  const lines: string[] = []
  const story = openStory((line) => lines.push(line))
  story.tell('seller A', 'enters')
  story.missing('seller B', 'never came')
  expect(lines[0]).toMatch(/^ +\d+\.\d s {3}seller A +enters$/)
  expect(lines[1]).toMatch(/^ +\d+\.\d s ! seller B +never came$/)
  expect(story.missed()).toEqual(['seller B: never came'])
})
