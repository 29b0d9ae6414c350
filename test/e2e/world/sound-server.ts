import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type SoundServer = {
  /** What a program must have in its environment to play to this server. */
  env: { PULSE_SERVER: string }
  stop(): Promise<void>
}

const startsWithinMs = 30_000

/**
 * A sound card that nobody hears. Without one Firefox stops the clock of every audio graph, and the microphone of a page
 * stays silent; Chromium brings its own.
 */
export const openSoundServer = async (): Promise<SoundServer> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-sound-'))
  const socket = path.join(folder, 'sound')
  const server = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--log-target=null'],
      // Firefox counts 48,000 samples a second whatever the card says; at the usual 44,100 its recordings run a tenth fast.
      ...['--load=module-null-sink rate=48000', `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`],
    ],
    { stdio: 'ignore', env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder } },
  )
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + startsWithinMs; ; await sleep(50)) {
    if (
      await access(socket).then(
        () => true,
        () => false,
      )
    )
      return { env: { PULSE_SERVER: `unix:${socket}` }, stop }
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error('the sound server did not start')
    }
  }
}
