import { zipSync } from 'fflate'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { SellerCase } from '#contracts/seller-api.ts'
import { synthesiseRecording, tone } from '../media/synthesise-recording.ts'
import { filmedWithinMs, inspected, named, openFilmedWorld, outcomes } from '../world/filmed-run.ts'
import { goThroughRun } from '../world/seller-run.ts'

/** What sellers send that is no recording, or half of one: never passed, and nobody's failure where nothing can be seen. */

const stage = openFilmedWorld()

describe('[CK11] [AT6] what is no whole recording', () => {
  const inOnePiece = (bytes: Uint8Array<ArrayBuffer>) => [{ bytes, mediaEndMs: 10_000 }]
  const text = new TextEncoder().encode('this is not a recording\n'.repeat(200))

  const recordings: Record<string, () => Promise<Uint8Array>> = {
    'one byte': async () => Uint8Array.of(0x1a),
    'the first bytes of a recording': async () => stage.front.bytes.subarray(0, 40),
    text: async () => text,
    'a zip': async () => zipSync({ 'run.webm': text }),
    'a photo': async () =>
      new Uint8Array(
        await sharp({ create: { width: 640, height: 360, channels: 3, background: '#888' } })
          .jpeg()
          .toBuffer(),
      ),
    'sound alone': async () =>
      synthesiseRecording({
        container: 'webm',
        audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(440, 4000) },
      }),
  }

  it.each(Object.keys(recordings))(
    '%s uses no attempt, and says why',
    async (name) => {
      const { seller, caseId } = await stage.newSeller(null)
      const bytes = new Uint8Array((await recordings[name]?.()) ?? [])
      const run = await goThroughRun(stage.world, seller, caseId, { chunks: inOnePiece(bytes) })
      const result = await inspected(stage.world.app, seller, run.attemptId)
      expect(result.attempt).toMatchObject({ outcome: 'voided', counted: false, voidReason: 'inspection-impossible' })
      expect(
        named(
          outcomes(result, 'pass')
            .concat(outcomes(result, 'fail'))
            .filter(({ grade }) => grade === 'gate'),
        ),
      ).toEqual([])
      expect(result.findings.map(({ reason }) => reason)).toContain('recording-unreadable')
      const { body } = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
      expect(body.nextStep).not.toBe('wait-for-findings')
      expect(body.allowance.leftToday).toBe(4)
    },
    filmedWithinMs,
  )

  it.each([0.07, 0.5, 0.97])(
    'a recording that breaks off after %d of it is never passed',
    async (share) => {
      const { seller, caseId } = await stage.newSeller(stage.front)
      const bytes = stage.front.bytes.slice(0, Math.round(stage.front.bytes.length * share))
      const run = await goThroughRun(stage.world, seller, caseId, {
        chunks: inOnePiece(bytes),
        times: stage.front.times,
      })
      const result = await inspected(stage.world.app, seller, run.attemptId)
      expect(result.attempt.outcome).toBe('in-review')
      const gates = result.findings.filter(({ grade }) => grade === 'gate')
      expect(named(gates.filter(({ outcome }) => outcome === 'fail'))).toEqual([])
      const missing = gates.filter(({ reason }) => reason === 'no-evidence').map(({ check }) => check)
      expect(missing).toEqual(expect.arrayContaining(['id-card.sides-agree', 'face.one-person']))
      for (const gate of outcomes(result, 'unsure')) expect(gate.reason, gate.check).not.toBeNull()
    },
    filmedWithinMs,
  )
})
