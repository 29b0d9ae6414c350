import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { fakeCamera } from '#test/media/fake-camera.ts'
import { puppetOf, seatPuppet } from '#test/media/puppet-seller.ts'
import { watchFaces } from '#test/media/watch-faces.ts'
import { chromiumPath } from '#test/run/system-packages.ts'

/** A page of the strictest kind that records what its camera and microphone give. */
const page = `<!doctype html><title>record</title><script src="/record.js"></script>`
/** As the product records: VP8 loses most pictures on a busy machine. */
const format = {
  mimeType: 'video/x-matroska;codecs=avc1,opus',
  videoBitsPerSecond: 3_000_000,
  videoKeyFrameIntervalDuration: 1000,
}
const script = `window.record = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { min: 1280 } }, audio: true });
  const recorder = new MediaRecorder(stream, ${JSON.stringify(format)});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start(500);
  window.stopRecording = () => new Promise((resolve) => {
    recorder.onstop = async () => {
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      let text = '';
      for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
      resolve(btoa(text));
    };
    recorder.stop();
  });
  const context = new AudioContext();
  const ear = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(ear);
  const wave = new Float32Array(ear.fftSize);
  window.heard = new Promise((resolve) => {
    let loud = 0;
    const listen = () => {
      ear.getFloatTimeDomainData(wave);
      if (wave.some((sample) => Math.abs(sample) > 0.1)) loud++;
      if (loud > 10) resolve();
      else setTimeout(listen, 20);
    };
    listen();
  });
  const [track] = stream.getVideoTracks();
  return { label: track.label, width: track.getSettings().width };
}`

const startPage = async () => {
  const server = createServer((request, response) => {
    const isScript = request.url === '/record.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
    response.end(isScript ? script : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

type RecordingWindow = Window & {
  record(): Promise<{ label: string; width: number }>
  stopRecording(): Promise<string>
  heard: Promise<void>
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--autoplay-policy=no-user-gesture-required']

test('[DV7] a puppet before the camera of a page turns his head and is heard, under the strictest page policy', async () => {
  const served = await startPage()
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: flags })
  const folder = await mkdtemp(join(tmpdir(), 'countersign-puppet-'))
  try {
    const context = await browser.newContext()
    await seatPuppet(context, { person: 'a' })
    const tab = await context.newPage()
    await tab.goto(served.url)
    const camera = await tab.evaluate(() => (window as unknown as RecordingWindow).record())
    expect(camera).toEqual({ label: 'Integrated Camera', width: 1280 })
    const seller = puppetOf(tab)
    await seller.turn('left')
    await seller.say('4')
    await seller.turn('up')
    const recorded = await tab.evaluate(() => (window as unknown as RecordingWindow).stopRecording())
    const file = join(folder, 'recorded.mkv')
    await writeFile(file, Buffer.from(recorded, 'base64'))

    const { looks, loudestRms01 } = await watchFaces(file)
    expect(looks.every((look) => look.faces.length === 1)).toBe(true)
    const rest = looks[0]!.faces[0]!
    const yaws = looks.map((look) => look.faces[0]!.yawDeg - rest.yawDeg)
    const pitches = looks.map((look) => look.faces[0]!.pitchDeg - rest.pitchDeg)
    expect(Math.min(...yaws)).toBeLessThan(-15)
    expect(Math.max(...pitches)).toBeGreaterThan(12)
    expect(loudestRms01).toBeGreaterThan(0.02)
    expect((await seller.log()).map(({ shot }) => shot)).toContain('turn-up')
  } finally {
    await browser.close()
    served.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('[DV3] the fed file camera gives 1280 × 720 and a voice', async () => {
  const served = await startPage()
  const { chromiumFlags } = await fakeCamera({ person: 'a' })
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...flags, ...chromiumFlags] })
  const folder = await mkdtemp(join(tmpdir(), 'countersign-camera-'))
  try {
    const tab = await browser.newPage()
    await tab.goto(served.url)
    expect((await tab.evaluate(() => (window as unknown as RecordingWindow).record())).width).toBe(1280)
    await tab.evaluate(() => (window as unknown as RecordingWindow).heard)
    const recorded = await tab.evaluate(() => (window as unknown as RecordingWindow).stopRecording())
    const file = join(folder, 'recorded.mkv')
    await writeFile(file, Buffer.from(recorded, 'base64'))
    const { looks, loudestRms01 } = await watchFaces(file)
    expect(looks.length).toBeGreaterThan(3)
    expect(looks.every((look) => look.widthPx === 1280 && look.faces.length === 1)).toBe(true)
    expect(loudestRms01).toBeGreaterThan(0.02)
  } finally {
    await browser.close()
    served.close()
    await rm(folder, { recursive: true, force: true })
  }
})
