const blockBytes = 512

const field = (header: Uint8Array, start: number, length: number): string => {
  const slice = header.subarray(start, start + length)
  const end = slice.indexOf(0)
  return new TextDecoder().decode(end < 0 ? slice : slice.subarray(0, end))
}

/**
 * Plain files of an unpacked tar archive by path. Enough for npm packages, which are ustar without sparse files; links
 * and directories are passed over. Format: POSIX.1-1988 ustar.
 */
export function* tarFiles(tar: Uint8Array): Generator<{ path: string; data: Uint8Array }> {
  let at = 0
  while (at + blockBytes <= tar.length) {
    const header = tar.subarray(at, at + blockBytes)
    if (header[0] === 0) return
    const sizeBytes = Number.parseInt(field(header, 124, 12).trim(), 8)
    if (!Number.isFinite(sizeBytes) || sizeBytes < 0) throw new Error('The package archive is damaged')
    const prefix = field(header, 345, 155)
    const name = field(header, 0, 100)
    const type = String.fromCharCode(header[156] ?? 0)
    const data = tar.subarray(at + blockBytes, at + blockBytes + sizeBytes)
    if (data.length < sizeBytes) throw new Error('The package archive is cut short')
    if (type === '0' || type === '\0') yield { path: prefix ? `${prefix}/${name}` : name, data }
    at += blockBytes + Math.ceil(sizeBytes / blockBytes) * blockBytes
  }
}
