import { emptyPicture, type Picture } from './picture.ts'

/** Centre and half axes of a head in pixels of the picture. */
export type HeadEllipse = { x: number; y: number; radiusX: number; radiusY: number }

const degrees = Math.PI / 180

/**
 * Turns a head by a few degrees as if its face lay on an ellipsoid. `yawDeg` > 0 turns the nose towards the right edge
 * of the picture (the man's own left), `pitchDeg` > 0 lifts it. Good for what footage lacks, up to about 20°; beyond
 * that the cheeks smear.
 */
export const turnHead = (picture: Picture, head: HeadEllipse, yawDeg: number, pitchDeg: number): Picture => {
  if (Math.abs(yawDeg) < 0.2 && Math.abs(pitchDeg) < 0.2) return picture
  const { data: source, width, height } = picture
  const out = { ...emptyPicture(width, height), data: new Uint8ClampedArray(source) }
  const [yaw, pitch] = [yawDeg * degrees, -pitchDeg * degrees]
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
  const reach = 1.25
  const [x0, x1] = [
    Math.max(0, Math.floor(head.x - reach * head.radiusX)),
    Math.min(width - 2, head.x + reach * head.radiusX),
  ]
  const [y0, y1] = [
    Math.max(0, Math.floor(head.y - reach * head.radiusY)),
    Math.min(height - 2, head.y + reach * head.radiusY),
  ]
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const u = (x - head.x) / head.radiusX
      const v = (y - head.y) / head.radiusY
      const radius = Math.hypot(u, v)
      if (radius >= reach) continue
      const depth = Math.sqrt(Math.max(0, 1 - Math.min(1, radius * radius)))
      // Where this point of the turned ellipsoid lay before the turn.
      const u0 = u * cosYaw - depth * sinYaw
      const depthYawed = u * sinYaw + depth * cosYaw
      const v0 = v * cosPitch - depthYawed * sinPitch
      // Towards the rim the movement dies away, so that hair and neck stay joined to the room.
      const hold = radius < 0.55 ? 1 : Math.cos(((radius - 0.55) / (reach - 0.55)) * (Math.PI / 2)) ** 2
      const sx = Math.min(width - 1.001, Math.max(0, x + (u0 - u) * head.radiusX * hold))
      const sy = Math.min(height - 1.001, Math.max(0, y + (v0 - v) * head.radiusY * hold))
      const left = Math.floor(sx)
      const top = Math.floor(sy)
      const [fx, fy] = [sx - left, sy - top]
      const at = (top * width + left) * 4
      const below = at + width * 4
      const to = (y * width + x) * 4
      for (let c = 0; c < 4; c++)
        out.data[to + c] =
          (source[at + c]! * (1 - fx) + source[at + 4 + c]! * fx) * (1 - fy) +
          (source[below + c]! * (1 - fx) + source[below + 4 + c]! * fx) * fy
    }
  return out
}
