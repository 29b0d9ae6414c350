import type { Page } from 'playwright-core'

/** Chunks of one recording, as an eye on the browser's network sees them. */
export type SentRecording = {
  recordingId: string
  /** What was acknowledged, by number: hex SHA-256 and size. */
  acknowledged: Map<number, { sha256: string; bytes: number }>
  /** How many chunks the page says there are; null before it says so. */
  announced: number | null
}

export type ChunkLog = {
  /** The recording of the newest run; throws while there is none. */
  run: () => SentRecording
  /** How many chunks of it are acknowledged, 0 before there is a run. */
  acknowledgedCount: () => number
}

const chunkPath = /\/s\/api\/recordings\/([^/]+)\/chunks\/(\d+)$/
const attemptPath = /\/s\/api\/cases\/[^/]+\/attempts$/
const lastWordPath = /\/s\/api\/attempts\/[^/]+\/(complete|focus-losses)$/

/** Watches what the page of a seller sends, and which of it the server says is durable. */
export const watchChunks = (page: Page): ChunkLog => {
  const recordings = new Map<string, SentRecording>()
  let current: SentRecording | null = null
  const of = (recordingId: string): SentRecording => {
    const known = recordings.get(recordingId) ?? { recordingId, acknowledged: new Map(), announced: null }
    recordings.set(recordingId, known)
    return known
  }
  page.on('response', async (response) => {
    const request = response.request()
    const path = new URL(request.url()).pathname
    if (!response.ok()) return
    if (request.method() === 'POST' && attemptPath.test(path)) {
      const { recordingId } = (await response.json()) as { recordingId: string }
      current = of(recordingId)
    }
    const [, recordingId, seq] = chunkPath.exec(path) ?? []
    if (request.method() !== 'PUT' || !recordingId || !seq) return
    const headers = request.headers()
    // Of a page that is closed while a chunk is on its way nobody knows the size any more.
    const sizes = await request.sizes().catch(() => null)
    if (sizes)
      of(recordingId).acknowledged.set(Number(seq), {
        sha256: headers['x-chunk-sha256'] ?? '',
        bytes: sizes.requestBodySize,
      })
  })
  page.on('request', (request) => {
    if (!current || request.method() !== 'POST' || !lastWordPath.test(new URL(request.url()).pathname)) return
    const { chunkCount } = request.postDataJSON() as { chunkCount: number }
    current.announced = Math.max(current.announced ?? 0, chunkCount)
  })
  return {
    run: () => {
      if (!current) throw new Error('no run was started on this page')
      return current
    },
    acknowledgedCount: () => current?.acknowledged.size ?? 0,
  }
}
