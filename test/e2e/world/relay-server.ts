import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Debian's coturn on the loopback, with a secret that it shares with whoever makes credentials. */
export type RelayServer = { urls: { udp: string; tcp: string }; secret: string; stop(): Promise<void> }

const startsWithinMs = 30_000

export const openRelayServer = async (): Promise<RelayServer> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-relay-'))
  const port = await freePort()
  const secret = 'a secret of this test'
  const server = spawn(
    'turnserver',
    [
      ...['-n', '--no-tls', '--no-dtls', '--no-cli', '--cli-password=unused', '--fingerprint', '--no-multicast-peers'],
      ...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`, '--allow-loopback-peers'],
      ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=countersign.test'],
      ...[`--pidfile=${path.join(folder, 'pid')}`, `--userdb=${path.join(folder, 'users')}`],
      ...['--log-file=stdout', '--simple-log'],
    ],
    { stdio: 'ignore' },
  )
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + startsWithinMs; !(await answers(port)); await sleep(50))
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error('the relay did not start')
    }
  const url = `turn:127.0.0.1:${port}`
  return { urls: { udp: `${url}?transport=udp`, tcp: `${url}?transport=tcp` }, secret, stop }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
