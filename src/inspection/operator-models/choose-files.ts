import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { type OnnxHead, readOnnxHead } from './onnx-head.ts'
import {
  type FileRole,
  type OperatorModelKind,
  type RecogniserType,
  type Refused,
  refused,
  type SpeechModelType,
} from './operator-model.ts'

export type ChosenFile = { role: FileRole; path: string; bytes: number }
export type Choice = { ok: true; type: SpeechModelType; files: ChosenFile[] } | Refused

/** The files that each type consists of, beside its tokens. */
const partsOf: Record<RecogniserType, readonly FileRole[]> = {
  'sense-voice': ['model'],
  paraformer: ['model'],
  'zipformer-ctc': ['model'],
  transducer: ['encoder', 'decoder', 'joiner'],
  whisper: ['encoder', 'decoder'],
}
/** What sherpa-onnx's exporters write as `model_type` into models of one file. */
const typeByMetadata: Record<string, RecogniserType> = {
  sense_voice_ctc: 'sense-voice',
  paraformer: 'paraformer',
  zipformer2_ctc: 'zipformer-ctc',
}
const speakerFrameworks = ['wespeaker', '3d-speaker', 'nemo']

type Listed = { path: string; bytes: number }

const listed = async (path: string): Promise<{ isFolder: boolean; files: Listed[] } | null> => {
  const info = await stat(path).catch(() => null)
  if (info?.isFile()) return { isFolder: false, files: [{ path, bytes: info.size }] }
  if (!info?.isDirectory()) return null
  const files: Listed[] = []
  for (const name of (await readdir(path)).sort()) {
    const one = await stat(join(path, name)).catch(() => null)
    if (one?.isFile()) files.push({ path: join(path, name), bytes: one.size })
  }
  return { isFolder: true, files }
}

/** Publishers lay the same weights down twice, whole and in eight bits; the smaller is as good and costs half. */
const smaller = (files: readonly Listed[]): Listed[] => {
  const eightBit = files.filter(({ path }) => /\bint8\b/.test(basename(path)))
  return eightBit.length === 1 ? eightBit : [...files]
}

const exactlyOne = (what: string, files: readonly Listed[]): { ok: true; file: Listed } | Refused => {
  const [file, another] = smaller(files)
  if (!file) return refused('file-missing', `There is no ${what}.`)
  if (another)
    return refused(
      'file-ambiguous',
      `Several files could be the ${what}: ${files.map(({ path }) => basename(path)).join(', ')}. Give a folder with only the one that is meant.`,
    )
  return { ok: true, file }
}

const isOnnx = ({ path }: Listed): boolean => extname(path) === '.onnx'
const named = (word: string, files: readonly Listed[]): Listed[] =>
  files.filter((file) => isOnnx(file) && new RegExp(`(^|[^a-z])${word}([^a-z]|$)`).test(basename(file.path)))

/** Reads the heads of the chosen files; the first one's metadata says what kind of model it is. */
const headsOf = async (files: readonly Listed[]): Promise<{ ok: true; first: Map<string, string> } | Refused> => {
  let first: Map<string, string> | null = null
  for (const { path } of files) {
    const head: OnnxHead = await readOnnxHead(path)
    if (!head.ok) return refused('not-onnx', `${basename(path)} is no ONNX file: ${head.why}.`)
    first ??= head.metadata
  }
  return { ok: true, first: first ?? new Map() }
}

const speakerFiles = async (files: readonly Listed[]): Promise<Choice> => {
  const model = exactlyOne('model (*.onnx)', files.filter(isOnnx))
  if (!model.ok) return model
  const heads = await headsOf([model.file])
  if (!heads.ok) return heads
  const framework = heads.first.get('framework') ?? ''
  if (!speakerFrameworks.includes(framework))
    return refused(
      'type-unknown',
      `${basename(model.file.path)} is no speaker model that sherpa-onnx knows: its metadata should name a framework (${speakerFrameworks.join(', ')}), and ${framework === '' ? 'names none' : `names "${framework}"`}.`,
    )
  return { ok: true, type: 'speaker-embedding', files: [{ role: 'model', ...model.file }] }
}

const recogniserFiles = async (files: readonly Listed[], wanted: RecogniserType | null): Promise<Choice> => {
  const parts = { encoder: named('encoder', files), decoder: named('decoder', files), joiner: named('joiner', files) }
  const isSplit = parts.encoder.length > 0 || parts.decoder.length > 0
  const single = files.filter(isOnnx)
  const chosen: { role: FileRole; file: Listed }[] = []
  const roles = wanted
    ? partsOf[wanted]
    : !isSplit
      ? (['model'] as const)
      : parts.joiner.length > 0
        ? partsOf.transducer
        : partsOf.whisper
  for (const role of roles) {
    const found =
      role === 'model'
        ? exactlyOne('model (*.onnx)', single)
        : exactlyOne(`${role} (*${role}*.onnx)`, parts[role as keyof typeof parts])
    if (!found.ok) return found
    chosen.push({ role, file: found.file })
  }
  const tokens = exactlyOne(
    'list of tokens (tokens.txt)',
    files.filter(({ path }) => /(^|[-_.])tokens\.txt$/.test(basename(path))),
  )
  if (!tokens.ok) return tokens
  const heads = await headsOf(chosen.map(({ file }) => file))
  if (!heads.ok) return heads
  const said = heads.first.get('model_type') ?? ''
  const type = wanted ?? typeOf(said, isSplit, parts.joiner.length > 0)
  if (type === null)
    return refused(
      'type-unknown',
      `The model ${said === '' ? 'does not say of which type it is' : `says it is a "${said}"`}. Known are ${Object.keys(partsOf).join(', ')}; name one with --type if it is one of them.`,
    )
  return {
    ok: true,
    type,
    files: [...chosen, { role: 'tokens' as const, file: tokens.file }].map(({ role, file }) => ({ role, ...file })),
  }
}

const typeOf = (said: string, isSplit: boolean, hasJoiner: boolean): RecogniserType | null => {
  if (!isSplit) return typeByMetadata[said] ?? null
  if (hasJoiner) return 'transducer'
  return said.startsWith('whisper') ? 'whisper' : null
}

/**
 * Which files of what the operator gave make up the model, and of which type it is. What else lies in the folder
 * (test recordings, scripts) is left there.
 */
export const chooseFiles = async (
  path: string,
  kind: OperatorModelKind,
  wanted: RecogniserType | null = null,
): Promise<Choice> => {
  const given = await listed(path)
  if (!given) return refused('not-usable', `${path} is neither a file nor a folder that can be read.`)
  if (kind === 'speaker') return speakerFiles(given.files)
  if (!given.isFolder)
    return refused(
      'not-usable',
      'A recogniser is more than one file: give the folder with the model and its tokens.txt.',
    )
  return recogniserFiles(given.files, wanted)
}
