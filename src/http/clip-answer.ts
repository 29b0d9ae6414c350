import type { Context } from 'hono'
import type { Clip } from '#app/runs/read-clip.ts'

const rangeForm = /^bytes=(\d*)-(\d*)$/

/** Answers a recording whole or, when asked, a byte range of it, decrypting as it goes. */
export const clipAnswer = (c: Context, clip: Clip): Response => {
  const headers = { 'accept-ranges': 'bytes', 'content-type': 'video/webm', 'cache-control': 'private, no-store' }
  const asked = c.req.header('range')
  if (!asked)
    return c.body(streamOf(clip, 0, clip.sizeBytes), 200, { ...headers, 'content-length': String(clip.sizeBytes) })
  const range = parseRange(asked, clip.sizeBytes)
  if (!range) return c.body(null, 416, { ...headers, 'content-range': `bytes */${clip.sizeBytes}` })
  const { start, end } = range
  return c.body(streamOf(clip, start, end), 206, {
    ...headers,
    'content-length': String(end - start),
    'content-range': `bytes ${start}-${end - 1}/${clip.sizeBytes}`,
  })
}

/** `end` is exclusive. Null when nothing of the clip is in the range. Source: RFC 9110, section 14. */
export const parseRange = (header: string, sizeBytes: number): { start: number; end: number } | null => {
  const [, first, last] = rangeForm.exec(header) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const start = Math.max(0, sizeBytes - Number(last))
    return start < sizeBytes ? { start, end: sizeBytes } : null
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1)
  return start < end ? { start, end } : null
}

const streamOf = (clip: Clip, start: number, end: number): ReadableStream<Uint8Array> => {
  const source = clip.bytes(start, end)[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await source.return?.()
    },
  })
}
