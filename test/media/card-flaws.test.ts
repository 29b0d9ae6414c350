import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '#domain/finding.ts'
import { idCardCorners } from '#inspection/checks/id-card-corners.ts'
import { idCardFinger } from '#inspection/checks/id-card-finger.ts'
import { idCardGlare } from '#inspection/checks/id-card-glare.ts'
import { idCardOriginal } from '#inspection/checks/id-card-original.ts'
import { idCardShadow } from '#inspection/checks/id-card-shadow.ts'
import { idCardSharp } from '#inspection/checks/id-card-sharp.ts'
import type { FrameLook } from '#inspection/evidence.ts'
import { openModels } from '#inspection/models/load.ts'
import type { RgbImage } from '#inspection/vision/image.ts'
import { lookAtFrame } from '#inspection/vision/look-at-frame.ts'
import { ensureSources } from '#main/demo/media/media-packages.ts'
import { drawCardBack, drawCardFront, loadCardFonts } from '#main/demo/media/render/card-drawing.ts'
import { type CardFlaw, cardTexture, drawHeldCard, noFlaw } from '#main/demo/media/render/held-card.ts'
import { inventedCard } from '#main/demo/media/render/invented-identity.ts'
import { type Picture, paint } from '#main/demo/media/render/picture.ts'
import { stageHeight, stageWidth } from '#main/demo/media/render/stage.ts'
import { modelsDir } from '#main/models-dir.ts'
import { contextOf, evidenceOf, step } from '#test/inspection/hand-made-evidence.ts'
import { mediaCacheDir } from './media-cache.ts'

/** Drawn cards held before a drawn room with one thing wrong, read and measured by the real models. */
const models = openModels(modelsDir())
const card = inventedCard('a')
let sides: { front: Picture; back: Picture }

beforeAll(async () => {
  loadCardFonts(await ensureSources(mediaCacheDir))
  sides = { front: drawCardFront(card, portrait()), back: drawCardBack(card) }
})
afterAll(() => models.release())

/** Colours of a head before white: enough for what tells a copy without colour. */
const portrait = (): Picture =>
  paint(278, 350, (g) => {
    g.fillStyle = '#f4f4f6'
    g.fillRect(0, 0, 278, 350)
    g.fillStyle = '#2b2422'
    g.fillRect(70, 60, 140, 60)
    g.fillStyle = '#d2a184'
    g.fillRect(80, 100, 120, 150)
    g.fillStyle = '#27425e'
    g.fillRect(30, 270, 218, 80)
  })

const wall = (): Picture =>
  paint(stageWidth, stageHeight, (g) => {
    g.fillStyle = '#b9aea0'
    g.fillRect(0, 0, stageWidth, stageHeight)
    g.fillStyle = '#7a4b2c'
    g.fillRect(0, 500, stageWidth, 220)
  })

const wishes = { faces: false, likeness: false, pose: false, card: 'read', cardNear: null, keepPicture: 'no' } as const

/** Three pictures of a side, the hand moving a little. */
const shown = async (side: 'front' | 'back', flaw: Partial<CardFlaw>): Promise<FrameLook[]> => {
  const spoilt = { ...noFlaw, ...flaw }
  const texture = cardTexture(sides[side], 640, spoilt.blurPx)
  const looks: FrameLook[] = []
  for (const at of [0, 1, 2]) {
    const stage = wall()
    const pose = { x: 640 + 3 * at, y: 360 + 2 * at, width: 640, yawDeg: 3 + at, pitchDeg: -2, rollDeg: 1 + at }
    drawHeldCard(stage.data, texture, pose, spoilt)
    const atMs = (side === 'front' ? 0 : 5000) + 400 * at
    const { look } = await lookAtFrame(models, rgbOf(stage), atMs, wishes)
    looks.push({ ...look, picture: `${side}-${at}.jpg` })
  }
  return looks
}

let cleanBacks: Promise<FrameLook[]> | null = null
/** The back has the flaw too only where the flaw is the card's own. */
const backs = (flaw: Partial<CardFlaw>): Promise<FrameLook[]> => {
  if (flaw.grey) return shown('back', flaw)
  cleanBacks ??= shown('back', {})
  return cleanBacks
}

const rgbOf = ({ data, width, height }: Picture): RgbImage => {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0, to = 0; i < data.length; i += 4, to += 3) rgb.set(data.subarray(i, i + 3), to)
  return { data: rgb, width, height }
}

const gates = { idCardCorners, idCardShadow, idCardGlare, idCardFinger, idCardSharp, idCardOriginal }
const judged = async (flaw: Partial<CardFlaw>): Promise<Finding[]> => {
  const steps = [step('id-front', 0, 5000), step('id-back', 5000, 10_000)]
  const evidence = evidenceOf([...(await shown('front', flaw)), ...(await backs(flaw))], { steps })
  const context = contextOf({}, { name: card.name, idNumber: card.idNumber })
  return Object.values(gates).map((check) => check(evidence, context))
}
const notPassed = (findings: Finding[]) =>
  findings
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ check, outcome, reason }) => `${check} ${outcome} ${reason}`)
const marks = (findings: Finding[], check: string) =>
  findings
    .find((finding) => finding.check === check)
    ?.proofFrames.flatMap((frame) => frame.marks.map(({ label }) => label))

describe('[CK1] a drawn card before the camera', () => {
  test('[CK1] with nothing wrong passes every gate, with thumbs at its edges', async () => {
    expect(notPassed(await judged({}))).toEqual([])
  })

  test('[CK1] glare over the number fails as glare, named by its corner', async () => {
    const findings = await judged({ glare01: 1 })
    expect(notPassed(findings)).toEqual(['id-card.glare fail card-glare'])
    expect(marks(findings, 'id-card.glare')).toEqual(['card', 'glare-bottom-right'])
  })

  test('[CK1] a finger over the number fails as covered', async () => {
    const findings = await judged({ fingerOver: true })
    expect(notPassed(findings)).toEqual(['id-card.finger fail card-covered'])
    expect(marks(findings, 'id-card.finger')).toEqual(['card', 'finger'])
  })

  test('[CK1] a blurred front fails as blurred and as nothing else', async () => {
    const findings = await judged({ blurPx: 9 })
    expect(notPassed(findings)).toContain('id-card.sharp fail card-blurred')
    expect(notPassed(findings).filter((line) => line.includes(' fail '))).toHaveLength(1)
  })

  test('[CK1] a card of which a quarter is out of the picture fails for its corners', async () => {
    const findings = await judged({ cropped01: 0.25 })
    expect(notPassed(findings)).toContain('id-card.corners fail card-corners-cut')
    expect(notPassed(findings).filter((line) => line.includes(' fail '))).toHaveLength(1)
  })

  test('[CK1] a shadow through which the print can be read is for a person', async () => {
    const findings = await judged({ shadow01: 0.6 })
    expect(notPassed(findings)).toEqual(['id-card.shadow unsure card-in-shadow'])
    expect(marks(findings, 'id-card.shadow')).toEqual(['card', 'shadow'])
  })

  test('[CK1] a card on a screen, and a copy in black and white, fail as no original', async () => {
    expect(notPassed(await judged({ screen: true }))).toEqual(['id-card.original fail card-not-original'])
    expect(notPassed(await judged({ grey: true }))).toEqual(['id-card.original fail card-not-original'])
  })
})
