import type { CardField, CardSide } from './id-card-fields.ts'
import type { Box } from './image.ts'

/** The card plane: 85.6 mm × 54 mm at about 300 dots an inch. */
export const cardPlane = { width: 1012, height: 638 } as const

/** Where the value of each field is printed, in the card plane; long enough for what usually stands there. */
export const fieldAreas: Record<CardSide, Partial<Record<CardField, Box>>> = {
  front: {
    name: [165, 62, 350, 125],
    sex: [165, 145, 230, 198],
    ethnicity: [385, 145, 450, 198],
    birth: [165, 217, 500, 270],
    address: [165, 290, 620, 440],
    number: [340, 515, 955, 578],
  },
  back: { issuer: [390, 450, 760, 503], validity: [390, 525, 800, 578] },
}

/** The portrait and the emblem: the parts that are neither paper nor print. */
export const picturedArea: Record<CardSide, Box> = { front: [650, 70, 980, 490], back: [50, 60, 260, 300] }

/** Where nothing is printed on either side of the issuing state's layout but the pattern of the paper. */
export const plainAreas: Record<CardSide, readonly Box[]> = {
  front: [
    [480, 30, 640, 210],
    [40, 380, 160, 500],
    [180, 450, 620, 510],
  ],
  back: [
    [280, 280, 980, 430],
    [820, 440, 980, 600],
    [40, 320, 220, 600],
  ],
}
