import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { SentRecording } from './chunk-log.ts'
import type { ReviewerPerson } from './reviewer-person.ts'

export type DurableState = { state: 'open' | 'closed'; nextSeq: number; bytes: number }

/** What the server says it has of a recording, asked with the seller's own session. */
export const durableOf = async (page: Page, recordingId: string): Promise<DurableState> => {
  const response = await page.request.get(`${new URL(page.url()).origin}/s/api/recordings/${recordingId}`)
  if (!response.ok()) throw new Error(`the recording cannot be asked for: ${response.status()}`)
  return (await response.json()) as DurableState
}

/** What the browser still keeps for sending: recordings it has not brought home, and their chunks. */
export const leftInOutbox = (page: Page): Promise<{ recordings: number; chunks: number }> =>
  page.evaluate(
    () =>
      new Promise<{ recordings: number; chunks: number }>((resolve, reject) => {
        const opening = indexedDB.open('countersign-outbox')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction(['chunks', 'markers'])
          const chunks = reading.objectStore('chunks').count()
          const recordings = reading.objectStore('markers').count()
          reading.oncomplete = () => {
            opening.result.close()
            resolve({ recordings: recordings.result, chunks: chunks.result })
          }
        }
      }),
  )

/**
 * The numbers of the chunks whose bytes on the server are not those that were sent: the recording that a reviewer is
 * given, cut where the chunks met, piece by piece against the hashes that the browser sent along.
 */
export const differingChunks = async (
  reviewer: ReviewerPerson,
  sent: SentRecording,
  place: { caseId: string; attemptId: string },
): Promise<number[]> => {
  const { origin } = new URL(reviewer.page.url())
  const file = await reviewer.page.request.get(`${origin}/desk/api/cases/${place.caseId}/attempts/${place.attemptId}`)
  const { clip } = (await file.json()) as { clip: { url: string } | null }
  if (!clip) throw new Error('the reviewer is given no recording')
  const whole = await (await reviewer.page.request.get(new URL(clip.url, origin).href)).body()
  const differing: number[] = []
  let offset = 0
  for (let seq = 0; seq < sent.acknowledged.size; seq += 1) {
    const chunk = sent.acknowledged.get(seq)
    const bytes = whole.subarray(offset, offset + (chunk?.bytes ?? 0))
    if (!chunk || createHash('sha256').update(bytes).digest('hex') !== chunk.sha256) differing.push(seq)
    offset += chunk?.bytes ?? 0
  }
  if (offset !== whole.length)
    throw new Error(`the recording has ${whole.length} bytes and ${offset} were acknowledged`)
  return differing
}
