import { writeFile } from 'node:fs/promises'
import path from 'node:path'

const width = 640
const height = 480
const pictures = 10

/** A camera of 640 × 480 for Chromium, as a raw Y4M file: a grey picture with a bar that moves. Answers the flags. */
export const coarseCamera = async (folder: string): Promise<string[]> => {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`)]
  for (let no = 0; no < pictures; no++) {
    const picture = Buffer.alloc((width * height * 3) / 2, 128)
    for (let y = 0; y < height; y++) picture.fill(220, y * width + no * 40, y * width + no * 40 + 40)
    parts.push(Buffer.from('FRAME\n'), picture)
  }
  const file = path.join(folder, 'Integrated Webcam.y4m')
  await writeFile(file, Buffer.concat(parts))
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`]
}
