import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build } from 'vite'
import type { Participant } from '../../../src/web/call/wire.ts'

/**
 * A server on the loopback that serves the bare page of a call and passes messages on from memory: the roster and one
 * inbox for each page. What it may lose and what it keeps is what `wire.ts` asks of any server.
 */
export type CallStage = {
  url: string
  /** What pages put here, by the name of the recording. */
  recordings: ReadonlyMap<string, StoredRecording>
  stop(): Promise<void>
}

export type StoredRecording = { chunks: Map<number, Buffer>; whole: { chunkCount: number; mediaMs: number } | null }

type Sent = { to: string; message: unknown }
type Inbox = { letters: { from: string; message: unknown }[]; wake: () => void }
type Asked = {
  room: string
  route: keyof Room | 'complete'
  recording: string
  whole: StoredRecording['whole']
  id: string
  from: string
  role: Participant['role']
  since: number
  roster: number
  batch: Sent[]
}

/** A page that asks what is new is answered as soon as there is something, at the latest after this. */
const answersWithinMs = 1000

export const openCallStage = async (): Promise<CallStage> => {
  const script = await bundle()
  const rooms = new Map<string, Room>()
  const recordings = new Map<string, StoredRecording>()
  const recordingOf = (id: string): StoredRecording => {
    const known = recordings.get(id) ?? { chunks: new Map(), whole: null }
    recordings.set(id, known)
    return known
  }
  const open = (asked: Asked): unknown => {
    if (asked.route === 'complete') {
      recordingOf(asked.recording).whole = asked.whole
      return {}
    }
    const room = rooms.get(asked.room) ?? openRoom()
    rooms.set(asked.room, room)
    return room[asked.route](asked)
  }

  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const answer = await open(JSON.parse((await bytesOf(request)).toString()) as Asked)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    } else if (request.method === 'PUT') {
      const [, recordingId = '', , seq] = (request.url ?? '').split('/')
      recordingOf(recordingId).chunks.set(Number(seq), await bytesOf(request))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ seq: Number(seq), durable: true }))
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><link rel=icon href=data:,><title>call</title><body><script>${script}</script>`)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, recordings, stop: () => stop(server) }
}

type Room = Record<'join' | 'send' | 'news', (asked: Asked) => unknown>

const openRoom = (): Room => {
  const participants = new Map<string, Participant>()
  const inboxes = new Map<string, Inbox>()
  let rosterNo = 0
  return {
    join: ({ id, role }) => {
      const joined = { id, role, epoch: (participants.get(id)?.epoch ?? 0) + 1 }
      participants.set(id, joined)
      inboxes.set(id, { letters: [], wake: () => undefined })
      rosterNo += 1
      for (const { wake } of inboxes.values()) wake()
      return joined
    },
    send: ({ from, batch }) => {
      for (const { to, message } of batch) {
        inboxes.get(to)?.letters.push({ from, message })
        inboxes.get(to)?.wake()
      }
      return {}
    },
    news: async ({ id, since, roster }) => {
      const inbox = inboxes.get(id)
      if (!inbox) return { participants: [], roster: rosterNo, letters: [], at: 0 }
      if (inbox.letters.length <= since && roster === rosterNo)
        await new Promise<void>((resolve) => {
          const late = setTimeout(resolve, answersWithinMs)
          inbox.wake = () => {
            clearTimeout(late)
            resolve()
          }
        })
      const letters = inbox.letters.slice(since)
      return { participants: [...participants.values()], roster: rosterNo, letters, at: since + letters.length }
    },
  }
}

const stop = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The page's script as one classic file, as the product's own build would translate it. */
const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: ['chrome110', 'firefox115'],
      lib: { entry: path.join(import.meta.dirname, 'call-page.ts'), formats: ['iife'], name: 'callPage' },
    },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (!first || !('output' in first)) throw new Error('the page of the call was not built')
  const [chunk] = first.output
  return chunk.code.replaceAll('</script', '<\\/script')
}
