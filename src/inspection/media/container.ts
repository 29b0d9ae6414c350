import type { ByteFeed } from './byte-feed.ts'
import { type ContainerResult, refuse } from './container-types.ts'
import { openIndexed } from './indexed-container.ts'
import { openMatroska } from './matroska-container.ts'
import { openProgramStream } from './mpeg-program-stream.ts'

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte)

/**
 * Finds the picture and the sound in a recording whose bytes are still arriving. What it is, its first bytes say, not
 * a name or a header. `holdBytes` bounds what a container with its index at the end may keep.
 */
export const openContainer = async (feed: ByteFeed, holdBytes: number): Promise<ContainerResult> => {
  const first = await feed.next()
  if (first === null) return refuse('recording-unreadable', 'empty')
  // A first piece of a few bytes is completed, so that every way of cutting the recording reads the same.
  let head = first
  while (head.length < 4) {
    const more = await feed.next()
    if (more === null) break
    head = Uint8Array.from([...head, ...more])
  }
  let given = false
  const whole: ByteFeed = {
    next: async () => {
      if (given) return feed.next()
      given = true
      return head
    },
  }
  if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return openMatroska(whole)
  if (startsWith(head, 0x00, 0x00, 0x01, 0xba)) return openProgramStream(whole)
  return openIndexed(whole, holdBytes)
}
