import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readableBy } from '../child-reading.ts'
import { readChildUsage } from '../media/child-usage.ts'
import { type LoadOrder, parseAnswer, type SpeechAnswer } from './speech-messages.ts'

export type SpeechLimits = {
  /** From the start until the model is loaded. Large ones are read from a slow disk. */
  loadMs: number
  /** For one piece of sound. */
  hearMs: number
  residentBytes: number
}
export const speechLimits: SpeechLimits = { loadMs: 60_000, hearMs: 20_000, residentBytes: 4 * 1024 ** 3 }

export type SpeechHeard =
  | { ok: true; text: string | null; print: Float32Array | null; tookMs: number }
  /** `runtime-missing`: sherpa-onnx-node is not installed, or has no build for this machine. */
  | { ok: false; why: 'runtime-missing' | 'failed' | 'too-slow' | 'too-large'; detail: string }
type Failure = Extract<SpeechHeard, { ok: false }>

export type SpeechProcess = {
  /** Resolves once the model is loaded: null, or why it is not. */
  loaded: Promise<Failure | null>
  /** Never rejects. Pieces are heard one after the other. After a failure all further ones fail the same way. */
  hear(samples: Float32Array, language: string | null): Promise<SpeechHeard>
  close(): void
}

const watchEveryMs = 250
const childFile = fileURLToPath(new URL(`./speech-child${extname(import.meta.url)}`, import.meta.url))

/** Where the package is, or null when it is not installed. */
const runtime = (): string[] | null => {
  try {
    return readableBy(childFile, ['sherpa-onnx-node'])
  } catch {
    return null
  }
}

/** sherpa-onnx says why on its error stream, each line behind the place in its own sources. */
const lastWords = (stderr: string): string =>
  stderr
    .split('\n')
    .map((line) => line.replace(/^\/\S+:\d+\s*/, '').trim())
    .filter((line) => line !== '')
    .slice(-4)
    .join(' ')
    .slice(0, 400)

/**
 * Starts the process for one model. It is killed when it takes too long or too much memory; whatever happens in it is an
 * answer here and never an exception.
 */
export const startSpeechProcess = (order: LoadOrder, limits: SpeechLimits = speechLimits): SpeechProcess => {
  let failure: Failure | null = null
  let nextId = 1
  let stderr = ''
  const waiting = new Map<number, { settle: (heard: SpeechHeard) => void; timer: NodeJS.Timeout }>()
  let settleLoaded: (failure: Failure | null) => void
  const loaded = new Promise<Failure | null>((resolve) => {
    settleLoaded = resolve
  })
  let child: ChildProcess | null = null

  const fail = (why: Failure['why'], detail: string): void => {
    if (failure) return
    failure = { ok: false, why, detail }
    clearTimeout(loadTimer)
    clearInterval(watch)
    child?.kill('SIGKILL')
    settleLoaded(failure)
    for (const { settle, timer } of waiting.values()) {
      clearTimeout(timer)
      settle(failure)
    }
    waiting.clear()
  }

  const act = (answer: SpeechAnswer): void => {
    if (answer.what === 'failed') {
      fail('failed', [answer.detail, lastWords(stderr)].join(' ').trim())
      return
    }
    if (answer.what === 'loaded') {
      clearTimeout(loadTimer)
      child?.channel?.unref()
      settleLoaded(null)
      return
    }
    const asked = waiting.get(answer.id)
    if (!asked) return
    waiting.delete(answer.id)
    clearTimeout(asked.timer)
    if (waiting.size === 0) child?.channel?.unref()
    asked.settle({ ok: true, text: answer.text, print: answer.print, tookMs: answer.tookMs })
  }

  const readable = runtime()
  const loadTimer = setTimeout(() => fail('too-slow', `not loaded within ${limits.loadMs} ms`), limits.loadMs)
  const watch = setInterval(() => {
    const usage = child?.pid === undefined ? null : readChildUsage(child.pid)
    if (usage && usage.residentBytes > limits.residentBytes)
      fail('too-large', `it takes more than ${limits.residentBytes} bytes of memory`)
  }, watchEveryMs)
  watch.unref()

  if (readable === null) fail('runtime-missing', 'sherpa-onnx-node is not installed, or not for this kind of machine')
  else {
    const files = Object.values(order.files)
    child = spawn(
      process.execPath,
      [
        '--permission',
        '--allow-addons',
        ...[...readable, ...files].map((path) => `--allow-fs-read=${path}`),
        '--disallow-code-generation-from-strings',
        '--no-warnings',
        childFile,
      ],
      // Nothing of the server's environment.
      { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' },
    )
    child.stderr?.on('data', (text: Buffer) => {
      stderr = (stderr + text.toString('utf8')).slice(-4000)
    })
    child.on('message', (message) => {
      try {
        act(parseAnswer(message))
      } catch {
        fail('failed', 'its process answered something that makes no sense')
      }
    })
    child.on('error', (error) => fail('failed', error.message))
    child.on('close', (code, signal) => fail('failed', lastWords(stderr) || `its process ended with ${signal ?? code}`))
    // An idle model must not keep a command from ending.
    child.unref()
    ;(child.stderr as unknown as { unref?(): void } | null)?.unref?.()
    child.send(order, (error) => {
      if (error) fail('failed', error.message)
    })
  }

  return {
    loaded,
    hear: (samples, language) =>
      new Promise((settle) => {
        if (failure || !child) return settle(failure ?? { ok: false, why: 'failed', detail: 'closed' })
        const id = nextId++
        // Pieces wait for each other and for the model to load; their time is that of all before them too.
        const budgetMs = limits.loadMs + limits.hearMs * (waiting.size + 1)
        const timer = setTimeout(() => fail('too-slow', `no answer within ${budgetMs} ms`), budgetMs)
        waiting.set(id, { settle, timer })
        child.channel?.ref()
        child.send({ do: 'hear', id, samples, language }, (error) => {
          if (error) fail('failed', error.message)
        })
      }),
    close: () => fail('failed', 'closed'),
  }
}
