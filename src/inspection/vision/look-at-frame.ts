import type { CardRead, FieldRead, FrameLook, SeenFace } from '../evidence.ts'
import { ModelMissing, type Models, type RunModel } from '../models/load.ts'
import type { ModelName } from '../models/manifest.ts'
import { alphabetOf } from './alphabet-of.ts'
import { cardCorners, portraitArea, portraitWidth, registerCard } from './card-anchor.ts'
import { cardPlane } from './card-layout.ts'
import { cardQuality } from './card-quality.ts'
import { detectFaces } from './face-detect.ts'
import { embedFace } from './face-embed.ts'
import { faceLandmarks, fivePoints } from './face-landmarks.ts'
import { passiveLiveness } from './face-liveness.ts'
import { headPose } from './face-pose.ts'
import { fitSimilarity, type Homography, project } from './homography.ts'
import { readCardText } from './id-card-fields.ts'
import { type Box, boxWidth, meanLuma, meanLumaOfBox, type Point, type Quad, quadSize, type RgbImage } from './image.ts'
import { lookAtLicence } from './licence-look.ts'
import { printQuality } from './print-quality.ts'
import { detectText, type TextBox } from './text-detect.ts'
import { type TextLine, textLine } from './text-line.ts'
import { recogniseText } from './text-recognise.ts'
import { warpRgb } from './warp.ts'

/** What one picture is looked at for. Each wish costs: faces 4 ms, likeness 20 ms, card 300 ms on one core. */
export type LookWishes = {
  faces: boolean
  /** Pose, embedding and passive liveness of the faces. */
  likeness: boolean
  /** Pose of the faces: 5 ms each, wished often while a head turn is due. Comes with `likeness` anyway. */
  pose: boolean
  /**
   * `scan` reads the card only when the picture has as much text as a card would, `when-two-faces` only when a second
   * face needs explaining, `find` only until it is known for one: its fields are then not complete.
   */
  card: 'no' | 'scan' | 'read' | 'when-two-faces' | 'find'
  /** `when-met` reads a business licence only when a scan for a card meets one: 0.6 s and more on one core. */
  licence?: 'no' | 'read' | 'when-met'
  /** Where the card was a moment ago: looked at first, which is three times cheaper and sees smaller print. */
  cardNear: Quad | null
  /**
   * A picture in which the coarse look sees hardly any print is let go; the fine look, at three times its price, would
   * at best say how blurred it is.
   */
  letGoFaint?: boolean
  keepPicture: 'no' | 'when-telling' | 'yes'
}

/** A card shows more lines than this; a wall with a calendar may, too, and is then read in vain. */
const scanMinLines = 5
/** Where a card is due less is asked: of cards that could be read, the coarse look always saw five lines or more. */
const readMinLines = 4
/** Up to this share of the picture's width a region is seen as large in the coarse shape as the whole in the fine one. */
const partOfPicture01 = 0.67
/** A page full of text is not a card; its first lines say so. */
const maxLines = 36
const linesBeforeGivingUp = 14
/** One more than a card is known by, so that its outline is a good one. */
const enoughAnchors = 4
/** Faces beyond these are too many to describe; the count alone tells. */
const maxFacesDescribed = 4

/** Looks at one picture and opens the models it needs. What a missing model would have seen is left out and named. */
export const lookAtFrame = async (
  models: Models,
  image: RgbImage,
  atMs: number,
  wishes: LookWishes,
): Promise<{ look: Omit<FrameLook, 'picture'>; missing: ModelName[] }> => {
  const missing: ModelName[] = []
  const unlessMissing = async (part: () => Promise<void>): Promise<void> => {
    try {
      await part()
    } catch (error) {
      if (!(error instanceof ModelMissing)) throw error
      missing.push(error.model)
    }
  }
  const look: Omit<FrameLook, 'picture'> = {
    atMs,
    widthPx: image.width,
    heightPx: image.height,
    meanLuma: meanLuma(image),
    faces: [],
    card: null,
    licence: null,
    textLines: null,
    print: null,
    lookedFor: { faces: wishes.faces, likeness: wishes.likeness, card: false },
  }
  if (wishes.faces)
    await unlessMissing(async () => {
      look.faces = await seeFaces(models, image, wishes)
    })
  const seeLicence = async (): Promise<void> => {
    const { read, textLines, print } = await lookAtLicence(models, image)
    Object.assign(look, { licence: { read }, textLines, print })
  }
  if (wishes.licence === 'read') await unlessMissing(seeLicence)
  if (wishes.card === 'no' || (wishes.card === 'when-two-faces' && look.faces.length < 2)) return { look, missing }
  await unlessMissing(async () => {
    const detect = await models.model('text-detect')
    look.lookedFor.card = true
    if (wishes.cardNear) {
      const quads = (await detectText(detect, image, 'coarse', around(wishes.cardNear, image))).map(({ quad }) => quad)
      look.textLines = quads.length
      look.print = printQuality(image, quads)
      look.card = cardOrNone(await readCard(models, image, quads, wishes.card === 'find'))
      if (look.card) return
    }
    const coarse = await detectText(detect, image, 'coarse')
    const enough = wishes.card === 'scan' ? scanMinLines : wishes.letGoFaint ? readMinLines : 0
    const mayBeCard = coarse.length >= enough
    const quads = (mayBeCard ? await closerLook(detect, image, coarse) : coarse).map(({ quad }) => quad)
    look.textLines = quads.length
    look.print = printQuality(image, quads)
    if (!mayBeCard) return
    const read = await readCard(models, image, quads, wishes.card === 'find')
    look.card = cardOrNone(read)
    if (read === 'a-licence' && wishes.licence === 'when-met') await seeLicence()
  })
  return { look, missing }
}

const cardOrNone = (read: CardRead | 'a-licence' | null): CardRead | null => (read === 'a-licence' ? null : read)

/** What a coarse look found, seen finely. Print in a part of the picture costs a third and is seen larger there. */
const closerLook = async (detect: RunModel, image: RgbImage, coarse: readonly TextBox[]): Promise<TextBox[]> => {
  const points = coarse.flatMap(({ quad }) => quad)
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [width, height] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
  // Print next to what was found may have been too faint for the coarse look. The print of a card that fills the outline
  // on the page is half as wide as the picture, so that with these margins it is still a part of it.
  const margin = 0.18 * Math.max(width, height)
  const box: Box = [
    Math.max(0, Math.min(...xs) - margin),
    Math.max(0, Math.min(...ys) - margin),
    Math.min(image.width, Math.max(...xs) + margin),
    Math.min(image.height, Math.max(...ys) + margin),
  ]
  const isPart = coarse.length >= readMinLines && boxWidth(box) <= partOfPicture01 * image.width
  return isPart ? detectText(detect, image, 'coarse', box) : detectText(detect, image, 'fine')
}

/** A quad's box with a margin for the hand's movement, inside the picture. */
const around = (quad: Quad, image: RgbImage): Box => {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)]
  const margin = 0.15 * quadSize(quad).width
  return [
    Math.max(0, Math.min(...xs) - margin),
    Math.max(0, Math.min(...ys) - margin),
    Math.min(image.width, Math.max(...xs) + margin),
    Math.min(image.height, Math.max(...ys) + margin),
  ]
}

const seeFaces = async (
  models: Models,
  image: RgbImage,
  { likeness, pose }: Pick<LookWishes, 'likeness' | 'pose'>,
): Promise<SeenFace[]> => {
  const faces: SeenFace[] = []
  for (const { box, score01 } of await detectFaces(await models.model('face-detect'), image)) {
    const luma = meanLumaOfBox(image, box)
    const face: SeenFace = { box, score01, luma, shape: null, pose: null, embedding: null, live01: null }
    faces.push(face)
    if (faces.length > maxFacesDescribed) continue
    const points = await faceLandmarks(await models.model('face-landmarks'), image, box)
    face.shape = shapeOf(points)
    if (likeness || pose) face.pose = await headPose(await models.model('face-pose'), image, box)
    if (!likeness) continue
    face.embedding = await embedFace(await models.model('face-feature'), image, fivePoints(points))
    face.live01 = await passiveLiveness(await models.model('face-liveness'), image, box)
  }
  return faces
}

/** Landmarks freed of place, size and roll, so that what still changes is expression, gaze and turn. */
const shapeOf = (points: readonly Point[]): Float32Array => {
  const [leftEye, rightEye] = fivePoints(points)
  const map = fitSimilarity(
    [leftEye, rightEye],
    [
      [-1, 0],
      [1, 0],
    ],
  )
  return Float32Array.from(points.flatMap((point) => project(map, point)))
}

/**
 * Reads line after line; stops early when many lines have shown no word of a card, or, when one is only to be found,
 * when so many have that it can be nothing else.
 */
const readCard = async (
  models: Models,
  image: RgbImage,
  quads: readonly TextLine['quad'][],
  onlyFind: boolean,
): Promise<CardRead | 'a-licence' | null> => {
  const recognise = await models.model('text-recognise')
  const alphabet = await alphabetOf(models)
  const lines: TextLine[] = []
  for (const quad of quads.slice(0, maxLines)) {
    lines.push(textLine(await recogniseText(recognise, alphabet, image, quad), quad))
    if (lines.some(({ text }) => /统一社会信用代码|营业执照/.test(text))) return 'a-licence'
    if (lines.length === linesBeforeGivingUp && !lines.some(({ text }) => cardWord.test(text))) return null
    if (onlyFind && isFound(lines)) break
  }
  const read = readCardText(lines)
  const map = read && registerCard(read.side, read.anchors)
  if (!read || !map) return null
  const quad = cardCorners(map)
  return {
    side: read.side,
    quad,
    widthPx: quadSize(quad).width,
    fields: Object.fromEntries(Object.entries(read.fields).map(([name, line]) => [name, fieldOf(line)])),
    quality: cardQuality(image, map, read.side),
    portrait: read.side === 'front' && !onlyFind ? await seePortrait(models, image, map, quadSize(quad).width) : null,
  }
}

const isFound = (lines: readonly TextLine[]): boolean => {
  const read = readCardText(lines)
  return read !== null && read.anchors.length >= enoughAnchors && registerCard(read.side, read.anchors) !== null
}

const cardWord = /姓名|性别|民族|出生|住址|公民|身份|签发|有效期|\d{17}/

const fieldOf = ({ text, score01, characters, quad }: TextLine): FieldRead => ({ text, score01, characters, quad })

/**
 * The face on the card, looked for in the portrait's place only, so that the holder's own face behind the card is never
 * taken for it. The place is cut out upright and at the picture's own resolution or better.
 */
const seePortrait = async (
  models: Models,
  image: RgbImage,
  map: Homography,
  cardWidthPx: number,
): Promise<CardRead['portrait']> => {
  const zoom = Math.max(1, cardWidthPx / cardPlane.width)
  const [[left, top], , [right, bottom]] = portraitArea
  const [width, height] = [Math.round((right - left) * zoom), Math.round((bottom - top) * zoom)]
  const toPicture: Homography = [
    map[0] / zoom,
    map[1] / zoom,
    map[0] * left + map[1] * top + map[2],
    map[3] / zoom,
    map[4] / zoom,
    map[3] * left + map[4] * top + map[5],
    map[6] / zoom,
    map[7] / zoom,
  ]
  const weight = map[6] * left + map[7] * top + 1
  const scaled = toPicture.map((value) => value / weight) as unknown as Homography
  const cut = warpRgb(image, width, height, scaled)
  const [face] = await detectFaces(await models.model('face-detect'), cut, 0.6)
  // A face that fills less than a third of the place is something printed on the card's back or behind it.
  if (!face || boxWidth(face.box) < width * 0.25) return null
  const points = fivePoints(await faceLandmarks(await models.model('face-landmarks'), cut, face.box))
  const embedding = await embedFace(await models.model('face-feature'), cut, points)
  const corners = [project(scaled, [face.box[0], face.box[1]]), project(scaled, [face.box[2], face.box[3]])] as const
  const box: Box = [corners[0][0], corners[0][1], corners[1][0], corners[1][1]]
  return { box, widthPx: (portraitWidth / cardPlane.width) * cardWidthPx, embedding }
}
