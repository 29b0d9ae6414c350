import { describe, expect, test } from 'vitest'
import {
  back,
  contextOf,
  evidenceOf,
  field,
  front,
  look,
  print,
  quality,
  step,
} from '#test/inspection/hand-made-evidence.ts'
import type { FrameLook } from '../evidence.ts'
import type { CardQuality } from '../vision/card-quality.ts'
import { idCardCorners } from './id-card-corners.ts'
import { idCardFinger } from './id-card-finger.ts'
import { idCardGlare } from './id-card-glare.ts'
import { idCardName } from './id-card-name.ts'
import { idCardNumber } from './id-card-number.ts'
import { idCardOriginal } from './id-card-original.ts'
import { idCardShadow } from './id-card-shadow.ts'
import { idCardSharp } from './id-card-sharp.ts'

const answer = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason ?? ''}`.trim()
const steps = [step('id-front', 0, 5000), step('id-back', 5000, 10_000)]
const backs = [back(6000), back(6300), back(6600)]
const run = (fronts: FrameLook[], others: FrameLook[] = backs) => evidenceOf([...fronts, ...others], { steps })
const times = [100, 400, 700, 1000]

const spot = (place: 'top-left' | 'bottom-right'): NonNullable<CardQuality['spots']['glare']> => ({
  quad: [
    [400, 400],
    [500, 400],
    [500, 440],
    [400, 440],
  ],
  place,
})

describe('[CK1] glare on the fields', () => {
  const shining = quality('front', { number: { glare: 0.4 } }, { spots: { glare: spot('bottom-right') } })
  const hidden = (atMs: number) => front(atMs, { number: undefined }, { quality: shining })

  test('[CK1] a number that lay under a reflection all the time fails, with the reflection marked and named', () => {
    const finding = idCardGlare(run(times.map(hidden)), contextOf())
    expect(finding).toMatchObject({
      outcome: 'fail',
      reason: 'card-glare',
      value: 0.4,
      limit: 0.03,
      stepId: 'id-front',
    })
    expect(finding.proofFrames[0]?.marks.map(({ label }) => label)).toEqual(['card', 'glare-bottom-right'])
  })

  test('[CK1] a moment of it while the card is tilted into place harms nobody', () => {
    const finding = idCardGlare(run([hidden(100), hidden(400), hidden(700), front(1000), front(1300)]), contextOf())
    expect(answer(finding)).toBe('pass')
    expect(finding.proofFrames[0]?.marks.map(({ label }) => label)).toEqual(['card'])
  })

  test('[CK1] one clear reading among flawed ones is for a person', () => {
    expect(answer(idCardGlare(run([hidden(100), hidden(400), hidden(700), front(1000)]), contextOf()))).toBe(
      'unsure card-glare',
    )
  })

  test('[CK1] print that can be read whole has no reflection on it, however bright the paper', () => {
    const bright = times.map((atMs) => front(atMs, {}, { quality: shining }))
    expect(answer(idCardGlare(run(bright), contextOf()))).toBe('pass')
  })

  test('[CK1] two pictures are not enough to fail', () => {
    expect(answer(idCardGlare(run([hidden(100), hidden(400)]), contextOf()))).toBe('unsure card-glare')
  })

  test('[CK1] a little shine on the address, which decides nothing, holds nobody up', () => {
    const shine = quality('front', { address: { glare: 0.3 } })
    expect(answer(idCardGlare(run(times.map((atMs) => front(atMs, {}, { quality: shine }))), contextOf()))).toBe('pass')
  })

  test('[CK1] too few readings without any light on them are not called glare', () => {
    expect(answer(idCardGlare(run([front(100)]), contextOf()))).toBe('unsure card-unreadable')
  })

  test('[CK1] without a card there is nothing to pass', () => {
    expect(answer(idCardGlare(run([], []), contextOf()))).toBe('unsure no-evidence')
    expect(
      answer(
        idCardGlare(
          run(
            times.map((atMs) => front(atMs)),
            [],
          ),
          contextOf(),
        ),
      ),
    ).toBe('unsure no-evidence')
  })

  test('[CK1] what cannot be read for the glare is told as glare, not as its consequence', () => {
    expect(answer(idCardNumber(run(times.map(hidden)), contextOf()))).toBe('unsure card-glare')
  })

  test('[CK1] a name of which a reflection took a part is never another person', () => {
    const over = quality('front', { name: { glare: 0.3 } })
    const cut = times.map((atMs) => front(atMs, { name: field('沈测', 0.99), number: undefined }, { quality: over }))
    expect(answer(idCardName(run(cut), contextOf()))).toBe('unsure card-glare')
  })
})

describe('[CK1] fingers and shadows on the fields', () => {
  test('[CK1] a finger over the number fails and is marked', () => {
    const covered = quality('front', { number: { cover: 0.12 } }, { spots: { cover: spot('bottom-right') } })
    const looks = times.map((atMs) => front(atMs, { number: undefined }, { quality: covered }))
    const finding = idCardFinger(run(looks), contextOf())
    expect(answer(finding)).toBe('fail card-covered')
    expect(finding.proofFrames[0]?.marks.map(({ label }) => label)).toEqual(['card', 'finger'])
    expect(answer(idCardNumber(run(looks), contextOf()))).toBe('unsure card-covered')
  })

  test('[CK1] a finger at the edge, off the print, passes', () => {
    const held = quality('front', {}, { spots: { cover: spot('bottom-right') } })
    expect(answer(idCardFinger(run(times.map((atMs) => front(atMs, {}, { quality: held }))), contextOf()))).toBe('pass')
  })

  test('[CK1] a shadow that leaves the print readable is for a person, one that hides it fails', () => {
    const shaded = quality('front', { number: { shade: 0.8 } }, { spots: { shade: spot('bottom-right') } })
    const looks = (changes: Parameters<typeof front>[1]) =>
      times.map((atMs) => front(atMs, changes, { quality: shaded }))
    expect(answer(idCardShadow(run(looks({})), contextOf()))).toBe('unsure card-in-shadow')
    expect(answer(idCardShadow(run(looks({ number: undefined })), contextOf()))).toBe('fail card-in-shadow')
  })
})

describe('[CK1] sharpness', () => {
  const unread = (atMs: number, sharp01: number) =>
    look(atMs, { textLines: 8, print: print({ sharp01 }), lookedFor: { faces: false, likeness: false, card: true } })

  test('[CK1] a side that was blurred whenever it was shown fails', () => {
    const finding = idCardSharp(run(times.map((atMs) => unread(atMs, 0.36))), contextOf())
    expect(finding).toMatchObject({ outcome: 'fail', reason: 'card-blurred', value: 0.36, stepId: 'id-front' })
    expect(answer(idCardNumber(run(times.map((atMs) => unread(atMs, 0.36))), contextOf()))).toBe('unsure card-blurred')
  })

  test('[CK1] a camera that looked for its focus passes once it has found it', () => {
    expect(answer(idCardSharp(run([unread(100, 0.3), unread(400, 0.35), front(700), front(1000)]), contextOf()))).toBe(
      'pass',
    )
  })

  test('[CK1] between sharp and blurred, and sharp print nobody could read, are for a person', () => {
    expect(answer(idCardSharp(run(times.map((atMs) => unread(atMs, 0.5))), contextOf()))).toBe('unsure card-blurred')
    expect(answer(idCardSharp(run(times.map((atMs) => unread(atMs, 0.8))), contextOf()))).toBe('unsure card-unreadable')
    expect(answer(idCardSharp(run([]), contextOf()))).toBe('unsure no-evidence')
  })
})

describe('[CK1] four corners', () => {
  const at = (outside01: number) =>
    times.map((atMs) => front(atMs, {}, { quality: quality('front', {}, { outside01 }) }))

  test('[CK1] inside the picture they pass, well outside all the time they fail, at the edge a person looks', () => {
    expect(answer(idCardCorners(run(at(-0.1)), contextOf()))).toBe('pass')
    expect(answer(idCardCorners(run(at(0.2)), contextOf()))).toBe('fail card-corners-cut')
    expect(answer(idCardCorners(run(at(0.05)), contextOf()))).toBe('unsure card-corners-cut')
  })

  test('[CK1] a cut front is named although the back was never shown', () => {
    expect(answer(idCardCorners(run(at(0.2), []), contextOf()))).toBe('fail card-corners-cut')
  })

  test('[CK1] a card that comes in from the side passes once it was whole', () => {
    expect(answer(idCardCorners(run([...at(0.3), front(2000), front(2300)]), contextOf()))).toBe('pass')
  })

  test('[CK1] of a card that was cut until nobody could read it, the cut is named', () => {
    const cut = times.map((atMs) =>
      look(atMs, {
        print: print({ cutLines: 4 }),
        textLines: 7,
        lookedFor: { faces: false, likeness: false, card: true },
      }),
    )
    expect(answer(idCardCorners(run(cut), contextOf()))).toBe('fail card-corners-cut')
    expect(answer(idCardNumber(run(cut), contextOf()))).toBe('unsure card-corners-cut')
  })
})

describe('[CK1] an original', () => {
  const plain = quality('front').copy
  const fronts = (signs: Partial<CardQuality['copy']>) =>
    times.map((atMs) => front(atMs, {}, { quality: quality('front', {}, { copy: { ...plain, ...signs } }) }))
  const grey = { colour: 0.004 }
  const greyBacks = [6000, 6300].map((atMs) =>
    back(atMs, undefined, { quality: quality('back', {}, { copy: { ...plain, ...grey } }) }),
  )

  test('[CK1] no sign of a copy passes', () => {
    expect(idCardOriginal(run(fronts({})), contextOf())).toMatchObject({ outcome: 'pass', value: 0, limit: 0 })
  })

  test('[CK1] a grid with a dark border is a screen; each alone is only a doubt', () => {
    const grid = { ripple01: 0.8, rippleLevels: 8 }
    expect(answer(idCardOriginal(run(fronts({ ...grid, darkSides: 4 })), contextOf()))).toBe('fail card-not-original')
    expect(answer(idCardOriginal(run(fronts(grid)), contextOf()))).toBe('unsure card-not-original')
    expect(answer(idCardOriginal(run(fronts({ darkSides: 4 })), contextOf()))).toBe('unsure card-not-original')
  })

  test('[CK1] two sides without colour are a copy; one side, or a camera that sees no colour, is none', () => {
    expect(answer(idCardOriginal(run(fronts(grey), greyBacks), contextOf()))).toBe('fail card-not-original')
    expect(answer(idCardOriginal(run(fronts(grey)), contextOf()))).toBe('unsure card-not-original')
    const nightCamera = { ...plain, colour: 0.004, surroundColour: 0.005 }
    const dim = times.map((atMs) => front(atMs, {}, { quality: quality('front', {}, { copy: nightCamera }) }))
    expect(answer(idCardOriginal(run(dim), contextOf()))).toBe('pass')
  })

  test('[CK1] a card too small to show a grid is not passed', () => {
    const small = times.map((atMs) => front(atMs, {}, { widthPx: 320 }))
    expect(answer(idCardOriginal(run(small), contextOf()))).toBe('unsure card-too-small')
  })
})
