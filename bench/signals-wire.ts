import { connect, type Socket } from 'node:net'

/** One connection that is kept open and asks one thing after another: as little work as a client can be, for it shares the machine. */
export type Wire = { ask(method: string, path: string, body?: string): Promise<number>; close(): void }

export const openWire = async (url: string, key: string): Promise<Wire> => {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let answered: ((status: number) => void) | null = null
  let failed: ((error: Error) => void) | null = null
  let head = ''
  let left = -1
  let status = 0
  const finish = () => {
    left = -1
    head = ''
    answered?.(status)
  }
  socket.on('error', (error) => failed?.(error))
  socket.on('close', () => failed?.(new Error('the server closed the connection')))
  socket.on('data', (data: Buffer) => {
    if (left >= 0) {
      left -= data.length
      if (left <= 0) finish()
      return
    }
    head += data.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    status = Number(head.slice(9, 12))
    const length = /content-length: (\d+)/i.exec(head.slice(0, end))?.[1]
    // Every answer here says how long it is.
    if (length === undefined) failed?.(new Error('an answer of unknown length'))
    left = Number(length) - (head.length - end - 4)
    if (left <= 0) finish()
  })
  return {
    ask(method, path, body = '') {
      return new Promise((resolve, reject) => {
        answered = resolve
        failed = reject
        socket.write(
          `${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n` +
            `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      })
    },
    close: () => socket.destroy(),
  }
}
