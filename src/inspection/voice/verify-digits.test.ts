import { describe, expect, test } from 'vitest'
import { readOf, wordMs } from '#test/inspection/hand-made-voice.ts'
import { type DigitLanguage, yao } from './digit-classes.ts'
import { digitScores } from './digit-scores.ts'
import { guessDigits, verifyDigits } from './verify-digits.ts'

/** Two seconds for each word, which begins after 0.8 s of silence. */
const wordEveryMs = 2000
const wordAtMs = 800
const said = (words: readonly number[]) => words.map((word, at) => ({ word, atMs: at * wordEveryMs + wordAtMs }))

const heard = (words: readonly number[], expected: string, language: DigitLanguage = 'en', shownMs?: number[]) => {
  const durationMs = words.length * wordEveryMs
  const scores = digitScores([readOf(said(words), durationMs, language)], { startMs: 0, endMs: durationMs }, language)
  const digits = [...expected].map((digit, at) => ({ digit: Number(digit), notBeforeMs: shownMs?.[at] ?? null }))
  return verifyDigits(scores, language, digits)
}

const margins = ({ digits }: ReturnType<typeof heard>) => digits.map(({ marginNats }) => Math.sign(marginNats))

describe('verifying digits', () => {
  test('[CK5] the shown string explains the sound better than any other, and each digit is found in its place', () => {
    const verified = heard([4, 8, 2, 1], '4821')
    expect(margins(verified)).toEqual([1, 1, 1, 1])
    expect(verified.overFreeNats).toBe(0)
    expect(verified.likeliest).toBe('4821')
    verified.digits.forEach(({ startMs, endMs }, at) => {
      expect(startMs).toBe(at * wordEveryMs + wordAtMs)
      expect(endMs - startMs).toBe(wordMs)
    })
  })

  test('[CK5] one wrong digit is told by its own margin', () => {
    expect(margins(heard([4, 8, 7, 1], '4821'))).toEqual([1, 1, -1, 1])
  })

  test('[CK5] two digits in the wrong order, and one left out, are told', () => {
    expect(Math.min(...margins(heard([4, 2, 8, 1], '4821')))).toBe(-1)
    expect(Math.min(...margins(heard([4, 8, 1], '4821')))).toBe(-1)
  })

  test('[CK5] somebody who says all digits in turn has not read the string', () => {
    const verified = heard([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], '1357')
    expect(verified.overFreeNats).toBeLessThan(-8)
  })

  test('[CK5] a digit that was said before it was shown does not count', () => {
    const shown = [500, 2500, 4500, 6500]
    expect(margins(heard([4, 8, 2, 1], '4821', 'en', shown))).toEqual([1, 1, 1, 1])
    const late = shown.map((ms) => ms + 2000)
    expect(Math.min(...margins(heard([4, 8, 2, 1], '4821', 'en', late)))).not.toBe(1)
  })

  test('[CK5] in Mandarin yāo is said for 1 as well as yī', () => {
    expect(margins(heard([4, yao, 1], '411', 'zh'))).toEqual([1, 1, 1])
  })

  test('[CK5] where nobody spoke no digit is likelier than silence', () => {
    const scores = digitScores([], { startMs: 0, endMs: 8000 }, 'en')
    const verified = verifyDigits(scores, 'en', [{ digit: 4, notBeforeMs: null }])
    expect(verified.digits[0]?.marginNats).toBeLessThan(0)
    expect(guessDigits(scores).text).toBe('')
  })

  test('[CK5] what was said can be guessed when nobody says what was asked for', () => {
    expect(
      guessDigits(digitScores([readOf(said([3, 0, 9]), 6000, 'zh')], { startMs: 0, endMs: 6000 }, 'zh')).text,
    ).toBe('309')
  })
})
