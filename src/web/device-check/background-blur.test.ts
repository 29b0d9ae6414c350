import { expect, test } from 'vitest'
import { backgroundOf } from './background-blur.ts'

test('[DV4] what the browser says of the background is told, and nothing where it does not know', () => {
  const track = (settings: object) => ({ getSettings: () => settings })
  expect(backgroundOf(track({ backgroundBlur: true }))).toEqual({ isBackgroundBlurred: true })
  expect(backgroundOf(track({ backgroundBlur: false }))).toEqual({ isBackgroundBlurred: false })
  expect(backgroundOf(track({ width: 1280 }))).toEqual({})
})
