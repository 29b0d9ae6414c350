/** Where the outlines lie in a picture of this size. Drawn on the page and looked at by the hints: one source for both. */
export type Box = { x: number; y: number; width: number; height: number }
export type Oval = { cx: number; cy: number; rx: number; ry: number }

/** Width to height of an identity card, ISO/IEC 7810 ID-1. */
export const cardRatio = 85.6 / 54

/** About half of the picture's width: large enough that the print is read, small enough to hold at the chest. */
export const cardGuide = (widthPx: number, heightPx: number): Box => {
  const width = Math.min(widthPx * 0.5, heightPx * 0.56 * cardRatio)
  const height = width / cardRatio
  return { x: (widthPx - width) / 2, y: heightPx * 0.47 - height / 2, width, height }
}

/** The outline's content is looked at in the camera's own pixels up to this width; more show nothing more of print. */
const closeWidthPx = 640

/** The part of a camera's picture that lies in the card's outline, in whole pixels, and how large it is looked at. */
export const closeView = (widthPx: number, heightPx: number): Box & { scaledWidth: number; scaledHeight: number } => {
  const guide = cardGuide(widthPx, heightPx)
  const box = {
    x: Math.round(guide.x),
    y: Math.round(guide.y),
    width: Math.floor(guide.width),
    height: Math.floor(guide.height),
  }
  const scale = Math.min(1, closeWidthPx / box.width)
  return { ...box, scaledWidth: Math.round(box.width * scale), scaledHeight: Math.round(box.height * scale) }
}

/** A head from chin to hair with a little room, so that a turn stays inside. */
export const faceGuide = (widthPx: number, heightPx: number): Oval => ({
  cx: widthPx / 2,
  cy: heightPx * 0.43,
  rx: Math.min(heightPx * 0.25, widthPx * 0.36),
  ry: Math.min(heightPx * 0.33, widthPx * 0.475),
})
