import { expect, test } from 'vitest'
import { contextOf } from '#test/inspection/hand-made-evidence.ts'
import { judgeStream, judgeStreamAside, stillFinder } from './judge-stream.ts'

const stills = [0, 1000, 2000].map((atMs) => ({ atMs, widthPx: 1280, heightPx: 720, picture: `still-${atMs}.jpg` }))
const stamp = (ptsMs: number, frameIndex: number) => ({
  ptsMs,
  frameIndex,
  keyFrame: frameIndex === 0,
  widthPx: 1280,
  heightPx: 720,
  lumaCrc32: frameIndex,
  lumaGrid: Uint16Array.from({ length: 144 }, (_, cell) => 100 * cell + frameIndex),
  dHash: 0n,
})
const evidence = {
  // Three seconds of pictures with a hole of three more behind the first.
  stamps: Array.from({ length: 90 }, (_, i) => stamp(i * 33 + (i > 29 ? 3000 : 0), i)),
  sound: [],
  parameterChanges: [],
  containerDamage: null,
  answers: [],
  witnesses: [],
  live: { chunks: [], focusLosses: [{ atMs: 500, kind: 'hidden' as const }] },
}

test('[CK9] [CK10] judged aside or on the spot, stream and events give the same findings, with stills as proof', async () => {
  const context = contextOf()
  const aside = await judgeStreamAside({ evidence, stills, context })
  expect(aside).toEqual(judgeStream({ ...evidence, stillAt: stillFinder(stills) }, context))
  expect(aside.map(({ check, outcome }) => `${check} ${outcome}`)).toContain('continuity.frame-gap fail')
  expect(aside.find(({ check }) => check === 'focus.kept')).toMatchObject({ outcome: 'fail', reason: 'left-the-page' })
  expect(aside.flatMap(({ proofFrames }) => proofFrames.map(({ frame }) => frame))).toContain('still-1000.jpg')
})

test('[CK10] a program says what counts as leaving', () => {
  const forgiving = contextOf({ 'focus.kept': { grade: 'gate', limits: { kinds: 'left, reloaded' } } })
  const findings = judgeStream({ ...evidence, stillAt: () => null }, forgiving)
  expect(findings.find(({ check }) => check === 'focus.kept')?.outcome).toBe('pass')
})

test('[CK11] a still stands only for its own moment', () => {
  expect(stillFinder(stills)(1400)?.frame).toBe('still-1000.jpg')
  expect(stillFinder(stills)(9000)).toBeNull()
  expect(stillFinder([{ ...stills[0]!, picture: null }])(0)).toBeNull()
})
