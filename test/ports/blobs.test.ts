import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlobDamaged, type Blobs, isBlobName, readBlob } from '#app/ports/blobs.ts'
import type { Keys } from '#app/ports/keys.ts'
import { openFileBlobs } from '#providers/blobs/file-blobs.ts'
import { openBlobs } from '#providers/blobs/open-blobs.ts'
import { openFileKeys } from '#providers/keys/file-keys.ts'
import { temporaryFolder } from './temporary-folder.ts'

const frame = 1 << 20
const name = 'cases/case_1/runs/run_1/000001'
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Store = { blobs: Blobs; keys: Keys; keyId: string; keysFolder: string; folder: string }
async function openStore(): Promise<Store> {
  const base = await temporaryFolder()
  const [keysFolder, folder] = [path.join(base, 'keys'), path.join(base, 'blobs')]
  const keys = await openFileKeys(keysFolder)
  const { keyId } = await keys.createDataKey({ kind: 'case', tenantId: 'tenant_1', id: 'case_1' })
  return { blobs: await openFileBlobs(folder, keys), keys, keyId, keysFolder, folder }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

async function* inParts(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

describe('[EV2] blobs', () => {
  it.each([0, 1, 16, 1000, frame - 1, frame, frame + 1, 2 * frame, 3 * frame + 17])(
    'gives back %i bytes',
    async (size) => {
      const { blobs, keyId } = await openStore()
      const bytes = randomBytes(size)
      expect(await blobs.put(keyId, name, bytes)).toEqual({
        ok: true,
        fresh: true,
        sizeBytes: size,
        sha256: hex(bytes),
      })
      expect(await blobs.info(keyId, name)).toEqual({ ok: true, sizeBytes: size, sha256: hex(bytes) })
      const got = await blobs.get(keyId, name)
      if (!got.ok) throw new Error(got.refusal)
      expect(bytes.equals(await collect(got.bytes))).toBe(true)
      const whole = await readBlob(blobs, keyId, name)
      expect(whole.ok && bytes.equals(whole.bytes)).toBe(true)
    },
  )

  it('takes streams cut anywhere, Node and web streams alike, and stores the same as from bytes', async () => {
    const { blobs, keyId } = await openStore()
    const bytes = randomBytes(2 * frame + 12_345)
    const sources = [
      inParts(bytes, 65_536),
      inParts(bytes, frame),
      inParts(bytes, frame + 1),
      Readable.from(inParts(bytes, 700_001)),
      new Blob([bytes]).stream(),
    ]
    for (const [no, source] of sources.entries()) {
      const written = await blobs.put(keyId, `streams/${no}`, source)
      expect(written).toEqual({ ok: true, fresh: true, sizeBytes: bytes.length, sha256: hex(bytes) })
      const read = await readBlob(blobs, keyId, `streams/${no}`)
      expect(read.ok && bytes.equals(read.bytes)).toBe(true)
    }
    expect(await blobs.put(keyId, 'streams/bytewise', inParts(bytes.subarray(0, 3000), 1))).toMatchObject({
      sizeBytes: 3000,
      sha256: hex(bytes.subarray(0, 3000)),
    })
  })

  it('keeps a stream whose source reuses its buffer', async () => {
    const { blobs, keyId } = await openStore()
    const shared = Buffer.alloc(1000)
    async function* reusing() {
      for (let no = 0; no < 5; no++) yield shared.fill(no)
    }
    await blobs.put(keyId, name, reusing())
    const read = await readBlob(blobs, keyId, name)
    expect(read.ok && read.bytes[0]).toBe(0)
    expect(read.ok && read.bytes[4999]).toBe(4)
  })

  it('reads any range', async () => {
    const { blobs, keyId } = await openStore()
    const bytes = randomBytes(2 * frame + 500)
    await blobs.put(keyId, name, bytes)
    const aPlace = fc.oneof(fc.nat(bytes.length + 100), fc.constantFrom(0, frame - 1, frame, frame + 1, 2 * frame))
    await fc.assert(
      fc.asyncProperty(aPlace, aPlace, async (a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a]
        const read = await blobs.range(keyId, name, start, end)
        expect(read.ok && bytes.subarray(start, end).equals(read.bytes)).toBe(true)
        expect(read).toMatchObject({ sizeBytes: bytes.length })
      }),
      { numRuns: 60 },
    )
  })

  it('[CP5] accepts a repeated chunk as the one it has, and never replaces it by another', async () => {
    const { blobs, keyId } = await openStore()
    const bytes = randomBytes(5000)
    expect(await blobs.put(keyId, name, bytes)).toMatchObject({ ok: true, fresh: true })
    expect(await blobs.put(keyId, name, bytes)).toMatchObject({ ok: true, fresh: false, sha256: hex(bytes) })
    expect(await blobs.put(keyId, name, randomBytes(5000))).toEqual({ ok: false, refusal: 'name-taken' })
    const read = await readBlob(blobs, keyId, name)
    expect(read.ok && bytes.equals(read.bytes)).toBe(true)
  })

  it('lets one of many racing writers of a name win, and tells the others', async () => {
    const { blobs, keyId } = await openStore()
    const contents = Array.from({ length: 8 }, () => randomBytes(40_000))
    const answers = await Promise.all(contents.map((bytes) => blobs.put(keyId, name, bytes)))
    const won = answers.flatMap((answer, no) => (answer.ok ? [no] : []))
    expect(won).toHaveLength(1)
    const read = await readBlob(blobs, keyId, name)
    expect(read.ok && contents[won[0]!]!.equals(read.bytes)).toBe(true)
  })

  it('refuses other bytes than announced and more than allowed, and stores nothing of them', async () => {
    const { blobs, keyId, folder } = await openStore()
    const bytes = randomBytes(5000)
    expect(await blobs.put(keyId, name, bytes, { expectedSha256: hex(randomBytes(1)) })).toEqual({
      ok: false,
      refusal: 'digest-mismatch',
    })
    expect(await blobs.put(keyId, name, inParts(bytes, 100), { maxBytes: 4999 })).toEqual({
      ok: false,
      refusal: 'too-large',
    })
    expect(await blobs.info(keyId, name)).toEqual({ ok: false, refusal: 'not-found' })
    expect(await filesUnder(folder)).toEqual([])
    expect(await blobs.put(keyId, name, bytes, { expectedSha256: hex(bytes), maxBytes: 5000 })).toMatchObject({
      ok: true,
    })
  })

  it('leaves nothing of a source that fails midway, and passes the failure on', async () => {
    const { blobs, keyId, folder } = await openStore()
    async function* failing() {
      yield randomBytes(2 * frame)
      throw new Error('connection lost')
    }
    await expect(blobs.put(keyId, name, failing())).rejects.toThrow('connection lost')
    expect(await filesUnder(folder)).toEqual([])
  })

  it('deletes, without a key, and leaves no empty folder behind', async () => {
    const { blobs, keyId, keys, folder } = await openStore()
    await blobs.put(keyId, name, randomBytes(10))
    await keys.destroy(keyId)
    expect(await blobs.delete(name)).toBe(true)
    expect(await blobs.delete(name)).toBe(false)
    expect(await readdir(folder)).toEqual(['.tmp'])
  })

  it('keeps putting while its folder is emptied again and again', async () => {
    const { blobs, keyId } = await openStore()
    await Promise.all(
      Array.from({ length: 40 }, async (_, no) => {
        expect(await blobs.put(keyId, `cases/case_1/${no}`, randomBytes(100))).toMatchObject({ ok: true })
        expect(await blobs.delete(`cases/case_1/${no}`)).toBe(true)
      }),
    )
  })

  it('lists what lies under a prefix, and nothing of its neighbour', async () => {
    const { blobs, keyId } = await openStore()
    for (const each of ['cases/case_1/b', 'cases/case_1/a/2', 'cases/case_10/a', 'sellers/x']) {
      await blobs.put(keyId, each, randomBytes(5))
    }
    const listed = async (prefix: string) => {
      const names: string[] = []
      for await (const each of blobs.list(prefix)) names.push(each)
      return names
    }
    expect(await listed('cases/case_1')).toEqual(['cases/case_1/a/2', 'cases/case_1/b'])
    expect(await listed('cases/case_1/b')).toEqual(['cases/case_1/b'])
    expect(await listed('cases/none')).toEqual([])
    expect(await listed('')).toHaveLength(4)
  })

  it('accepts only names of ids and counters', async () => {
    const { blobs, keyId } = await openStore()
    for (const bad of [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../../b',
      '.tmp/x',
      'a b',
      '张三',
      'a\\b',
      'a\0b',
      `a/${'x'.repeat(97)}`,
    ]) {
      expect(isBlobName(bad)).toBe(false)
      await expect(blobs.put(keyId, bad, randomBytes(1))).rejects.toThrow(RangeError)
      await expect(blobs.get(keyId, bad)).rejects.toThrow(RangeError)
      await expect(blobs.delete(bad)).rejects.toThrow(RangeError)
    }
    expect(await blobs.get(keyId, 'cases/none')).toEqual({ ok: false, refusal: 'not-found' })
  })

  it('gives nothing to another case’s key, nor after erasure', async () => {
    const { blobs, keyId, keys } = await openStore()
    const other = await keys.createDataKey({ kind: 'case', tenantId: 'tenant_1', id: 'case_2' })
    await blobs.put(keyId, name, randomBytes(10))
    expect(await blobs.get(other.keyId, name)).toEqual({ ok: false, refusal: 'tampered' })
    await keys.destroy(keyId)
    expect(await blobs.get(keyId, name)).toEqual({ ok: false, refusal: 'key-destroyed' })
    expect(await blobs.put(keyId, 'cases/case_1/new', randomBytes(10))).toEqual({ ok: false, refusal: 'key-destroyed' })
  })
})

describe('[EV2] blobs in files', () => {
  it('has no byte of the content on disk in the clear, and lets only the owner read', async () => {
    const { blobs, keyId, folder } = await openStore()
    const marker = 'ZHANG SAN 110101199003070038'
    await blobs.put(keyId, name, Buffer.from(marker.repeat(100_000)))
    const files = await filesUnder(folder)
    expect(files).toHaveLength(1)
    expect((await readFile(files[0]!, 'latin1')).includes('ZHANG')).toBe(false)
    expect((await stat(files[0]!)).mode & 0o077).toBe(0)
  })

  it('finds any changed byte', async () => {
    const { blobs, keyId, folder } = await openStore()
    await blobs.put(keyId, name, Buffer.from('a small chunk'))
    const [file] = await filesUnder(folder)
    const sound = await readFile(file!)
    for (let at = 0; at < sound.length; at++) {
      const changed = Buffer.from(sound)
      changed[at]! ^= 1 << (at % 8)
      await writeFile(file!, changed)
      expect(await readBlob(blobs, keyId, name), `byte ${at}`).toMatchObject({ ok: false })
    }
  })

  it('finds the end cut off, at every length and at every frame border', async () => {
    const { blobs, keyId, folder } = await openStore()
    await blobs.put(keyId, 'small', randomBytes(40))
    await blobs.put(keyId, 'large', randomBytes(3 * frame))
    const small = path.join(folder, 'small')
    for (let length = (await stat(small)).size - 1; length >= 0; length--) {
      await truncate(small, length)
      expect(await blobs.info(keyId, 'small'), `length ${length}`).toEqual({ ok: false, refusal: 'tampered' })
    }
    const large = path.join(folder, 'large')
    const { size } = await stat(large)
    for (const cut of [56, frame + 16, frame + 16 + 56, 2 * (frame + 16)]) {
      await truncate(large, size - cut)
      expect(await blobs.range(keyId, 'large', 0, 10)).toEqual({ ok: false, refusal: 'tampered' })
    }
  })

  it('finds frames swapped, repeated, or taken from another blob, and never yields them', async () => {
    const { blobs, keyId, folder } = await openStore()
    await blobs.put(keyId, 'one', randomBytes(3 * frame))
    await blobs.put(keyId, 'two', randomBytes(3 * frame))
    const [one, two] = [await readFile(path.join(folder, 'one')), await readFile(path.join(folder, 'two'))]
    const start = one.length - 56 - 3 * (frame + 16)
    const part = (bytes: Buffer, no: number) =>
      bytes.subarray(start + no * (frame + 16), start + (no + 1) * (frame + 16))
    const assemble = (...parts: Buffer[]) => Buffer.concat([one.subarray(0, start), ...parts, one.subarray(-56)])
    const forgeries = [
      assemble(part(one, 1), part(one, 0), part(one, 2)),
      assemble(part(one, 0), part(one, 0), part(one, 2)),
      assemble(part(one, 0), part(two, 1), part(one, 2)),
    ]
    for (const forged of forgeries) {
      await writeFile(path.join(folder, 'one'), forged)
      expect(await readBlob(blobs, keyId, 'one')).toEqual({ ok: false, refusal: 'tampered' })
      const got = await blobs.get(keyId, 'one')
      if (!got.ok) throw new Error('size and digest are sound; the frames are not')
      await expect(collect(got.bytes)).rejects.toThrow(BlobDamaged)
    }
    await writeFile(path.join(folder, 'one'), two)
    expect(await blobs.info(keyId, 'one')).toEqual({ ok: false, refusal: 'tampered' })
  })

  it('sweeps what a crash left half-written, but not what another process may be writing', async () => {
    const { keys, folder } = await openStore()
    const [old, young] = [path.join(folder, '.tmp', 'old.tmp'), path.join(folder, '.tmp', 'young.tmp')]
    await writeFile(old, 'x')
    await writeFile(young, 'x')
    await utimes(old, new Date(0), new Date(0))
    await openFileBlobs(folder, keys)
    expect(await readdir(path.join(folder, '.tmp'))).toEqual(['young.tmp'])
  })

  it('is chosen by URL, and says what is not built', async () => {
    const { keys, folder } = await openStore()
    expect(await openBlobs(`file:${folder}`, keys)).toBeDefined()
    await expect(openBlobs('s3://key:secret@host/bucket', keys)).rejects.toThrow(
      /S3-compatible stores come in a later version/,
    )
    await expect(openBlobs('ftp://user:secret@host', keys)).rejects.toThrow(/scheme "ftp:" is not supported/)
    await expect(openBlobs('ftp://user:secret@host', keys)).rejects.not.toThrow(/secret/)
  })

  it('[CP5] loses no acknowledged chunk to kill -9, and goes on from where it was', async () => {
    const { keyId, keys, keysFolder, folder } = await openStore()
    const acknowledged = new Map<number, string>()
    for (let round = 0; round < 5; round++) {
      const first = Math.max(-1, ...acknowledged.keys()) + 1
      for (const [no, sha256] of await writeUntilKilled([keysFolder, folder, keyId, String(first)], 15 + round * 7)) {
        acknowledged.set(no, sha256)
      }
    }
    expect(acknowledged.size).toBeGreaterThan(100)
    const blobs = await openFileBlobs(folder, keys)
    for (const [no, sha256] of acknowledged) {
      const read = await readBlob(blobs, keyId, `cases/case_1/runs/run_1/${String(no).padStart(6, '0')}`)
      expect(read.ok && hex(read.bytes), `chunk ${no}`).toBe(sha256)
    }
    // What was written but not acknowledged is whole, or is not there at all.
    for await (const listed of blobs.list('cases')) {
      expect(await readBlob(blobs, keyId, listed)).toMatchObject({ ok: true })
    }
    await rm(folder, { recursive: true })
  })
})

/** Starts the writer, kills it with -9 after so many acknowledgements, and gives back all that it acknowledged. */
async function writeUntilKilled(args: string[], acknowledgements: number): Promise<[number, string][]> {
  const writer = spawn(process.execPath, [path.join(import.meta.dirname, 'blob-writer.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<NodeJS.Signals | null>((resolve) => writer.on('exit', (_, signal) => resolve(signal)))
  const seen: [number, string][] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    const [no, sha256] = line.split(' ')
    if (sha256?.length === 64) seen.push([Number(no), sha256])
    if (seen.length === acknowledgements) writer.kill('SIGKILL')
  }
  expect(await exited).toBe('SIGKILL')
  return seen
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
