import { Socket, type SocketConstructorOpts } from 'node:net'
import type { Readable } from 'node:stream'

/** More than a pipe holds at once. */
const bufferBytes = 1 << 18

export type PipeReader = { pause(): void; resume(): void }

/**
 * Reads a child's pipe into one buffer that is used for every piece; `onPiece` must copy what it keeps. Read the usual
 * way, each piece would be a buffer of 64 kB of its own: a run's pictures make more than a gigabyte of them, and
 * collecting those cost a tenth of the whole inspection.
 *
 * A socket can be told its buffer only when it is made, and the child's pipes are made by Node. So a second socket takes
 * over the pipe's handle, which Node does not document; without a handle the pipe is read the usual way. The pipe itself
 * closes at its end as ever, since the child counts as closed only after its pipes.
 */
export const readPipe = (pipe: Readable, onPiece: (piece: Uint8Array) => void): PipeReader => {
  const handle = (pipe as { _handle?: object | null })._handle
  if (!handle) {
    pipe.on('data', onPiece)
    return pipe
  }
  const taken = {
    handle,
    readable: true,
    writable: false,
    onread: {
      buffer: new Uint8Array(bufferBytes),
      callback: (bytes: number, buffer: Uint8Array): boolean => {
        onPiece(buffer.subarray(0, bytes))
        return true
      },
    },
  }
  const reader = new Socket(taken as unknown as SocketConstructorOpts)
  // Whichever of the two closes the handle is the one that says so. After an error that is the reader.
  reader.on('end', () => pipe.destroy())
  reader.on('close', () => pipe.emit('close'))
  reader.on('error', () => pipe.destroy())
  reader.resume()
  return reader
}
