import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readPipe } from './pipe-reader.ts'

const bytesWritten = 3_000_000
/** Each byte tells its place; 251 is prime, so that no piece looks like its neighbour. */
const writing = `
const { writeSync } = require('node:fs')
const bytes = Buffer.from(Array.from({ length: ${bytesWritten} }, (_, i) => i % 251))
for (let at = 0; at < bytes.length; ) {
  try { at += writeSync(3, bytes, at) } catch (error) { if (error.code !== 'EAGAIN') throw error }
}`

const start = (script: string) => {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
  return { child, pipe: child.stdio[3] as Readable }
}

it('gives every byte in order, in one buffer, and the child counts as closed', async () => {
  const { child, pipe } = start(writing)
  const closed = once(child, 'close')
  const buffers = new Set<ArrayBufferLike>()
  let count = 0
  let wrong = 0
  readPipe(pipe, (piece) => {
    buffers.add(piece.buffer)
    for (const byte of piece) if (byte !== count++ % 251) wrong++
  })
  await closed
  expect({ count, wrong, buffers: buffers.size }).toEqual({ count: bytesWritten, wrong: 0, buffers: 1 })
})

it('holds the child back while it is paused', async () => {
  const { child, pipe } = start(writing)
  const closed = once(child, 'close')
  let count = 0
  let whilePaused = 0
  let paused = false
  const reader = readPipe(pipe, (piece) => {
    count += piece.length
    if (paused) whilePaused++
    if (count === piece.length) {
      paused = true
      reader.pause()
      setImmediate(() =>
        setImmediate(() => {
          paused = false
          reader.resume()
        }),
      )
    }
  })
  await closed
  expect({ count, whilePaused }).toEqual({ count: bytesWritten, whilePaused: 0 })
})

it('ends with a child that is killed', async () => {
  const { child, pipe } = start(`${writing}; setInterval(() => {}, 1000)`)
  const closed = once(child, 'close')
  readPipe(pipe, () => child.kill('SIGKILL'))
  expect(await closed).toEqual([null, 'SIGKILL'])
})
