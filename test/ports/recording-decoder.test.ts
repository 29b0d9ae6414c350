import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AudioBlock, DecodeSummary, VideoSample } from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import { decodeRecording, isAlive, testLimits } from '#test/media/decode-recording.ts'
import { writeMpegProgram } from '#test/media/mpeg-program.ts'
import { regularStamps, scene, synthesiseRecording, tone } from '#test/media/synthesise-recording.ts'

const size = { widthPx: 160, heightPx: 96 }

const summaryOf = (decoded: Awaited<ReturnType<typeof decodeRecording>>): DecodeSummary => {
  if (!decoded.result.ok) throw new Error(`refused: ${decoded.result.refusal.code} ${decoded.result.refusal.detail}`)
  return decoded.result.summary
}

/** Mean red, green and blue of a quarter of the picture. */
const meanRgb = ({ rgb, widthPx, heightPx }: VideoSample, left: boolean, top: boolean): number[] => {
  const sums = [0, 0, 0]
  const halfWidth = widthPx >> 1
  const halfHeight = heightPx >> 1
  for (let y = 0; y < halfHeight; y++)
    for (let x = 0; x < halfWidth; x++)
      for (let channel = 0; channel < 3; channel++) {
        const column = x + (left ? 0 : halfWidth)
        const row = y + (top ? 0 : halfHeight)
        sums[channel]! += rgb[(row * widthPx + column) * 3 + channel]!
      }
  return sums.map((sum) => sum / (halfWidth * halfHeight))
}

/** Top left red, top right green, bottom left blue, bottom right white. */
const quarters = () => {
  const data = new Uint8Array(size.widthPx * size.heightPx * 4)
  for (let y = 0; y < size.heightPx; y++)
    for (let x = 0; x < size.widthPx; x++) {
      const right = x >= size.widthPx / 2
      const low = y >= size.heightPx / 2
      const at = (y * size.widthPx + x) * 4
      data.set([!right === !low ? 200 : 30, right ? 200 : 30, low ? 200 : 30, 255], at)
      if (right && low) data.set([200, 200, 200], at)
    }
  return { format: 'RGBA' as const, data }
}

const frequencyOf = (blocks: AudioBlock[]): number => {
  const samples = blocks.flatMap((block) => [...block.samples]).slice(4000, 12_000)
  let crossings = 0
  for (let at = 1; at < samples.length; at++) if (samples[at - 1]! < 0 && samples[at]! >= 0) crossings++
  return (crossings * 16_000) / samples.length
}

const formats = [
  ['webm', 'vp8', 'opus', true],
  ['webm', 'vp8', 'opus', false],
  ['webm', 'vp9', 'opus', true],
  ['webm', 'av1', 'opus', true],
  ['mkv', 'avc', 'opus', true],
  ['mp4', 'avc', 'aac', false],
  ['mp4', 'avc', 'aac', true],
] as const

describe('every kind of recording that a browser or a camera makes', () => {
  test.each(formats)('%s with %s and %s, streamed %s', async (container, codec, audioCodec, streamed) => {
    const stampsMs = regularStamps(25, 2000)
    const recording = await synthesiseRecording({
      container,
      streamed,
      video: { codec, ...size, stampsMs, pixels: scene(size) },
      audio: { codec: audioCodec, sampleRateHz: 48_000, samples: tone(440, 2000) },
    })
    const decoded = await decodeRecording(recording)
    const summary = summaryOf(decoded)
    expect(summary.frames).toBe(50)
    for (const [index, { ptsMs, frameIndex }] of decoded.stamps.entries()) {
      expect(Math.abs(ptsMs - stampsMs[index]!)).toBeLessThan(1)
      expect(frameIndex).toBe(index)
    }
    expect(decoded.stamps[0]!.keyFrame).toBe(true)
    expect(decoded.samples.map(({ ptsMs }) => Math.round(ptsMs))).toEqual([
      0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800,
    ])
    expect(decoded.samples.every(({ rgb }) => rgb.length === size.widthPx * size.heightPx * 3)).toBe(true)
    expect(decoded.info).toHaveLength(1)
    expect(decoded.info[0]!.video).toMatchObject({ ...size, rotationDeg: 0 })
    expect(Math.abs(summary.audioMs - 2000)).toBeLessThan(60)
    expect(Math.abs(frequencyOf(decoded.audio) - 440)).toBeLessThan(5)
    expect(summary.damagedPackets).toBe(0)
    expect(isAlive(decoded.pid)).toBe(false)
  })
})

describe('an MPEG program stream', () => {
  // A grey ramp in luma, and one macroblock of another colour that moves on with every picture.
  const program = {
    widthPx: 100,
    heightPx: 70,
    framesPerSecond: 25,
    groupLength: 10,
    soundMs: 1200,
    pictures: Array.from({ length: 30 }, (_, index) => ({
      level: (column: number, row: number): [number, number, number] =>
        column === index % 6 && row === 1 ? [90, 90, 220] : [60 + column * 20, 128, 128],
    })),
  } as const

  test('comes out with its pictures, sound and stamps, counted from its first', async () => {
    const decoded = await decodeRecording(
      writeMpegProgram({ ...program, pictures: [...program.pictures], startMs: 90_000 }),
      {
        pieceBytes: 777,
      },
    )
    const summary = summaryOf(decoded)
    expect(summary).toMatchObject({ frames: 30, damagedPackets: 0, containerDamage: null })
    expect(decoded.stamps.map(({ ptsMs }) => Math.round(ptsMs))).toEqual(regularStamps(25, 1200))
    expect(decoded.stamps.map(({ keyFrame }) => keyFrame)).not.toContain(false)
    expect(decoded.info[0]).toMatchObject({
      container: 'MPEG-PS',
      video: { codec: 'mpeg1video', widthPx: 100, heightPx: 70 },
      audio: { codec: 'mp2', sampleRateHz: 48_000, channels: 1 },
    })
    expect(summary.audioMs).toBeCloseTo(1200, -1)
    const { rgb, frameIndex } = decoded.samples[2]!
    const pixel = (x: number, y: number) => [...rgb.subarray((y * 100 + x) * 3, (y * 100 + x) * 3 + 3)]
    expect(pixel(90, 60)).toEqual([169, 169, 169].map((level) => expect.closeTo(level, -0.6)))
    const [red, green, blue] = pixel((frameIndex % 6) * 16 + 4, 24)
    expect(red!).toBeGreaterThan(green! + 100)
    expect(red!).toBeGreaterThan(blue! + 100)
  })

  test('pictures predicted from later ones are counted as not decoded', async () => {
    const pictures = program.pictures.map((picture, index) => ({
      ...picture,
      type: index % 3 === 1 ? ('between' as const) : ('intra' as const),
    }))
    const decoded = await decodeRecording(writeMpegProgram({ ...program, pictures }))
    expect(summaryOf(decoded)).toMatchObject({ frames: 20, damagedPackets: 10 })
  })
})

describe('time and size', () => {
  test.each([
    ['5 frames a second', regularStamps(5, 3000)],
    ['120 frames a second', regularStamps(120, 1000)],
    ['a variable rate with a hole', [0, 33, 70, 71, 140, 400, 433, 2900, 2933, 3500]],
    ['a recording that does not begin at zero', regularStamps(20, 1000, 5000)],
  ])('stamps are those of the recording: %s', async (_name, stampsMs) => {
    const recording = await synthesiseRecording({
      container: 'webm',
      video: { codec: 'vp8', ...size, stampsMs, pixels: scene(size) },
    })
    const { stamps, audio, info } = await decodeRecording(recording)
    expect(stamps.map(({ ptsMs }) => ptsMs)).toEqual(stampsMs)
    expect(audio).toEqual([])
    expect(info[0]!.audio).toBeNull()
  })

  test.each([
    ['mp4', 'avc', 0],
    ['mp4', 'avc', 90],
    ['mp4', 'avc', 180],
    ['mp4', 'avc', 270],
    ['mkv', 'vp8', 0],
    ['mkv', 'vp8', 90],
    ['mkv', 'vp8', 270],
  ] as const)(
    'a recording in %s (%s) turned by %i degrees comes out upright',
    async (container, codec, rotationDeg) => {
      const recording = await synthesiseRecording({
        container,
        video: { codec, ...size, stampsMs: [0, 40], pixels: quarters, rotationDeg, bitsPerSecond: 2_000_000 },
      })
      const { samples, info, stamps } = await decodeRecording(recording)
      const sideways = rotationDeg === 90 || rotationDeg === 270
      const upright = {
        widthPx: sideways ? size.heightPx : size.widthPx,
        heightPx: sideways ? size.widthPx : size.heightPx,
      }
      expect(samples[0]).toMatchObject(upright)
      expect(stamps[0]).toMatchObject(upright)
      expect(info[0]!.video).toMatchObject({ ...upright, rotationDeg })
      // Clockwise from the top left, as encoded; a clockwise turn moves each on by one corner.
      const colours = ['red', 'green', 'white', 'blue']
      const seen = ([red, green, blue]: number[]) =>
        red! > 120 && green! > 120 && blue! > 120 ? 'white' : red! > 120 ? 'red' : green! > 120 ? 'green' : 'blue'
      const corners = [
        meanRgb(samples[0]!, true, true),
        meanRgb(samples[0]!, false, true),
        meanRgb(samples[0]!, false, false),
        meanRgb(samples[0]!, true, false),
      ].map(seen)
      const turns = rotationDeg / 90
      expect(corners).toEqual(colours.map((_, corner) => colours[(corner - turns + 4) % 4]))
    },
  )
})

describe('following a recording that grows', () => {
  let recording: Uint8Array
  beforeAll(async () => {
    recording = await synthesiseRecording({
      container: 'webm',
      video: { codec: 'vp8', ...size, stampsMs: regularStamps(30, 4000), pixels: scene(size), keyFrameEvery: 120 },
      audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(300, 4000) },
    })
  })

  test('[CP5] what has arrived is decoded before the rest comes, within a cluster too', async () => {
    const seen: number[] = []
    let enough = () => {}
    const half = new Promise<void>((resolve) => {
      enough = resolve
    })
    const decoder = openDecoder({
      limits: testLimits,
      sampling: { framesPerSecond: 5, spans: [] },
      whenBehind: 'thin',
      onStamps: (stamps) => {
        seen.push(...stamps.map(({ ptsMs }) => ptsMs))
        if (seen.length >= 45) enough()
      },
    })
    await decoder.push(recording.subarray(0, recording.length >> 1))
    // Half of the bytes hold half of the frames; the container's cluster is not complete yet.
    await half
    expect(seen.at(-1)!).toBeLessThan(3000)
    await decoder.push(recording.subarray(recording.length >> 1))
    await decoder.finish()
    expect(seen).toHaveLength(120)
  })

  test('bytes may be cut anywhere', async () => {
    const whole = await decodeRecording(recording)
    const cut = await decodeRecording(recording.subarray(0, 20_000), { pieceBytes: 1 + 7 * 13 })
    expect(cut.stamps.length).toBeGreaterThan(10)
    expect(cut.stamps).toEqual(whole.stamps.slice(0, cut.stamps.length))
    // The first piece that Chromium's recorder gives out is three bytes long.
    const crumbs = await decodeRecording(recording.subarray(0, 9000), { pieceBytes: 3 })
    expect(crumbs.stamps.length).toBeGreaterThan(3)
    expect(crumbs.stamps).toEqual(whole.stamps.slice(0, crumbs.stamps.length))
  })

  test('the plan of sampling can be changed while it grows, and is denser where it says so', async () => {
    const { samples } = await decodeRecording(recording, {
      plan: { framesPerSecond: 2, spans: [{ fromMs: 1000, toMs: 2000, framesPerSecond: 10 }] },
    })
    const inSpan = samples.filter(({ ptsMs }) => ptsMs >= 1000 && ptsMs < 2000)
    expect(inSpan).toHaveLength(10)
    expect(samples.length - inSpan.length).toBe(6)

    const times: number[] = []
    let started = () => {}
    const first = new Promise<void>((resolve) => {
      started = resolve
    })
    const decoder = openDecoder({
      limits: testLimits,
      sampling: { framesPerSecond: 0, spans: [] },
      whenBehind: 'wait',
      onStamps: () => started(),
      onVideo: ({ ptsMs }) => void times.push(ptsMs),
    })
    await decoder.push(recording.subarray(0, recording.length >> 1))
    await first
    decoder.setSampling({ framesPerSecond: 10, spans: [{ fromMs: 3000, toMs: null, framesPerSecond: 30 }] })
    await decoder.push(recording.subarray(recording.length >> 1))
    await decoder.finish()
    expect(times.filter((ptsMs) => ptsMs >= 3000)).toHaveLength(30)
  })

  test('a slow consumer holds a file back and loses nothing', async () => {
    let underWay = 0
    let most = 0
    const decoded = await decodeRecording(recording, {
      plan: { framesPerSecond: 30, spans: [] },
      samplesInFlight: 2,
      onVideo: async () => {
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay--
      },
    })
    expect(summaryOf(decoded)).toMatchObject({ samples: 120, thinned: 0 })
    expect(most).toBe(1)
  })

  test('[CK11] a consumer who is behind in a live run gets fewer samples, told and counted, and every stamp', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let stampsSeen = 0
    let pictures = 0
    const decoder = openDecoder({
      limits: testLimits,
      sampling: { framesPerSecond: 30, spans: [] },
      whenBehind: 'thin',
      samplesInFlight: 2,
      onVideo: async () => {
        pictures++
        await held
      },
      onStamps: (stamps) => {
        stampsSeen += stamps.length
      },
    })
    const before = process.memoryUsage().rss
    await decoder.push(recording)
    const result = decoder.finish()
    // The decoder is done with the recording when it has used up all bytes and has nothing left to do.
    await expect.poll(() => pictures, { timeout: 10_000 }).toBe(1)
    release()
    const settled = await result
    if (!settled.ok) throw new Error(settled.refusal.code)
    const { samples, thinned, thinnedSpans } = settled.summary
    expect(samples + thinned).toBe(120)
    expect(thinned).toBeGreaterThan(0)
    expect(thinnedSpans.reduce((sum, { count }) => sum + count, 0)).toBe(thinned)
    expect(pictures).toBe(samples)
    expect(stampsSeen).toBe(120)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20)
  })
})

describe('the process', () => {
  let recording: Uint8Array
  beforeAll(async () => {
    recording = await synthesiseRecording({
      container: 'webm',
      video: { codec: 'vp8', ...size, stampsMs: regularStamps(30, 3000), pixels: scene(size) },
    })
  })

  test('dies when told, and says so', async () => {
    const decoder = openDecoder({ limits: testLimits, sampling: { framesPerSecond: 5, spans: [] }, whenBehind: 'wait' })
    await decoder.push(recording.subarray(0, 1000))
    decoder.kill()
    expect(await decoder.done).toMatchObject({ ok: false, refusal: { code: 'decoder-killed' } })
    expect(isAlive(decoder.pid!)).toBe(false)
    // Late bytes are dropped without a word.
    await decoder.push(recording)
  })

  test('dies with a consumer that throws, and the error comes out', async () => {
    const decoder = openDecoder({
      limits: testLimits,
      sampling: { framesPerSecond: 5, spans: [] },
      whenBehind: 'wait',
      onVideo: () => {
        throw new Error('the model broke')
      },
    })
    await decoder.push(recording)
    await expect(decoder.finish()).rejects.toThrow('the model broke')
    expect(isAlive(decoder.pid!)).toBe(false)
  })

  test('sees nothing of the environment, and may neither write nor start anything', async () => {
    const decoder = openDecoder({ limits: testLimits, sampling: { framesPerSecond: 5, spans: [] }, whenBehind: 'wait' })
    const read = (file: string) => readFileSync(`/proc/${decoder.pid}/${file}`, 'utf8').split('\0').filter(Boolean)
    await expect.poll(() => read('cmdline').some((word) => word.includes('decode-child'))).toBe(true)
    const [environment, commandLine] = [read('environ'), read('cmdline')]
    decoder.kill()
    await decoder.done
    expect(environment).toEqual(['NODE_WEBCODECS_FORCE=static'])
    expect(commandLine).toContain('--permission')
    expect(commandLine.filter((word) => /^--allow-(?!addons$|fs-read=.)/.test(word))).toEqual([])
  })

  test('does not outlive the server, however that dies', async () => {
    const file = new URL('../../src/inspection/media/recording-decoder.ts', import.meta.url).href
    const server = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { openDecoder } from ${JSON.stringify(file)}
         const decoder = openDecoder({ limits: ${JSON.stringify(testLimits)}, sampling: { framesPerSecond: 5, spans: [] }, whenBehind: 'wait' })
         await decoder.push(new Uint8Array(10))
         console.log(decoder.pid)`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const [line] = (await once(server.stdout!, 'data')) as [Buffer]
    const pid = Number(line.toString())
    expect(isAlive(pid)).toBe(true)
    server.kill('SIGKILL')
    await once(server, 'exit')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })
})
