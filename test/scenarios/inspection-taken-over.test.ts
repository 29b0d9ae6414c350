import { describe, expect, it, vi } from 'vitest'
import type { App } from '#app/app.ts'
import { claimInspection, followRecording, leaseMs } from '#app/runs/follow-recording.ts'
import type { ReviewView } from '#contracts/desk-api.ts'
import { startInspectionWorker } from '#jobs/inspection-worker.ts'
import { filmedWithinMs, inspected, openFilmedWorld, outcomes, resultOf } from '../world/filmed-run.ts'
import { goThroughRun } from '../world/seller-run.ts'

/** Workers that die, stop or are slow: whoever comes next goes on, and what is found is recorded once. */

const stage = openFilmedWorld()

describe('[CP5] when a worker dies in the middle of a run', () => {
  const otherNode = (): App => ({
    ...stage.world.app,
    settings: { ...stage.world.app.settings, nodeId: 'another node' },
  })

  const inspection = (recordingId: string) =>
    stage.world.app.database.kysely
      .selectFrom('inspection')
      .select(['state', 'tries', 'worker'])
      .where('recording_id', '=', recordingId)
      .executeTakeFirstOrThrow()

  it(
    'another takes over from the first chunk, and what was found is recorded once, even if the first comes back',
    async () => {
      const { seller, caseId } = await stage.newSeller(stage.front)
      let wake = () => {}
      const asleep = new Promise<void>((resolve) => {
        wake = resolve
      })
      let fallsAsleep = () => {}
      const fell = new Promise<void>((resolve) => {
        fallsAsleep = resolve
      })
      let first: Promise<void> | null = null
      const run = await goThroughRun(stage.world, seller, caseId, {
        ...stage.front,
        async beforeChunk(seq) {
          if (seq !== 3) return
          const claim = await claimInspection(stage.world.app)
          if (!claim) throw new Error('no inspection waits')
          const stuck = () => {
            fallsAsleep()
            return asleep
          }
          first = followRecording(stage.world.app, claim, stuck, new AbortController().signal)
          await fell
          expect(await claimInspection(otherNode()), 'a run that is followed is nobody else’s').toBeNull()
        },
      })
      stage.world.passes(leaseMs + 1)
      try {
        const result = await inspected(otherNode(), seller, run.attemptId)
        expect(result.attempt.outcome).toBe('in-review')
        expect(outcomes(result, 'pass').map(({ check }) => check)).toContain('id-card.number')
        wake()
        await first
        expect(await resultOf(seller, run.attemptId)).toEqual(result)
        expect(await stage.recordedEvents(caseId, 'findings-recorded')).toBe(1)
        expect(await inspection(run.recordingId)).toEqual({ tries: 2, state: 'done', worker: 'another node' })
      } finally {
        wake()
      }
    },
    filmedWithinMs,
  )

  it(
    'a worker that is told to stop hands the run back, and it costs no try',
    async () => {
      const { seller, caseId } = await stage.newSeller(stage.front)
      const run = await goThroughRun(stage.world, seller, caseId, {
        ...stage.front,
        async beforeChunk(seq, { recordingId }) {
          if (seq !== 2) return
          const stopped = await startInspectionWorker(stage.world.app, 1)
          await vi.waitFor(async () => expect((await inspection(recordingId)).state).toBe('running'), {
            timeout: 60_000,
            interval: 100,
          })
          await stopped.stop()
          expect(await inspection(recordingId)).toMatchObject({ state: 'waiting', tries: 0 })
        },
      })
      const result = await inspected(otherNode(), seller, run.attemptId)
      expect(result.attempt.outcome).toBe('in-review')
      expect(await inspection(run.recordingId)).toEqual({ state: 'done', tries: 1, worker: 'another node' })
      expect(await stage.recordedEvents(caseId, 'findings-recorded')).toBe(1)
    },
    filmedWithinMs,
  )

  it(
    'a worker that is only slow keeps its run, however much of it was there before it came',
    async () => {
      const { seller, caseId } = await stage.newSeller(stage.front)
      const halves = stage.front.chunks.flatMap(({ bytes, mediaEndMs }) => {
        const middle = bytes.length >> 1
        return [bytes.slice(0, middle), bytes.slice(middle)].map((half) => ({ bytes: half, mediaEndMs }))
      })
      const run = await goThroughRun(stage.world, seller, caseId, { chunks: halves, times: stage.front.times })
      const slowly: App = {
        ...stage.world.app,
        inspector: {
          async open(options) {
            const inside = await stage.world.app.inspector.open(options)
            return {
              ...inside,
              async push(bytes) {
                stage.world.passes(leaseMs / 10)
                expect(await claimInspection(otherNode())).toBeNull()
                await inside.push(bytes)
              },
            }
          },
        },
      }
      expect(halves.length * (leaseMs / 10), 'it takes longer than a lease').toBeGreaterThan(leaseMs)
      const claim = await claimInspection(slowly)
      if (!claim) throw new Error('no inspection waits')
      await followRecording(slowly, claim, async () => {}, new AbortController().signal)
      expect((await resultOf(seller, run.attemptId)).attempt.outcome).toBe('in-review')
    },
    filmedWithinMs,
  )

  it(
    'a run over which one worker after the other died is not read again: it goes to a person, and is nobody’s failure',
    async () => {
      const { seller, caseId } = await stage.newSeller(stage.front)
      const run = await goThroughRun(stage.world, seller, caseId, stage.front)
      for (let died = 0; died < 4; died++) {
        expect(await claimInspection(stage.world.app)).toMatchObject({ recordingId: run.recordingId, tries: died + 1 })
        stage.world.passes(leaseMs + 1)
      }
      const result = await inspected(otherNode(), seller, run.attemptId)
      expect(result.attempt).toMatchObject({ outcome: 'in-review', voidReason: null, failures: [] })
      expect(outcomes(result, 'pass')).toEqual([])
      const { body } = await stage.staff.call<ReviewView>('GET', `/desk/api/cases/${caseId}/attempts/${run.attemptId}`)
      expect(body.clip?.sizeBytes).toBe(stage.front.bytes.length)
    },
    filmedWithinMs,
  )
})
