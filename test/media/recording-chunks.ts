/** A recording as a recorder hands it over: pieces in order, each with the time of the recording at its end. */
export type RecordingChunk = { bytes: Uint8Array<ArrayBuffer>; mediaEndMs: number }

const cluster = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
const timestampId = 0xe7

/**
 * Cuts a streamed WebM file before its clusters, about a second each, and says when each piece ends on the recording's
 * own time line. `durationMs` is where the last one ends.
 */
export const recordingChunks = (recording: Uint8Array, durationMs: number): RecordingChunk[] => {
  const bytes = Buffer.from(recording)
  const cuts: { at: number; startMs: number }[] = []
  for (let at = bytes.indexOf(cluster); at !== -1; at = bytes.indexOf(cluster, at + 4)) {
    // The size that follows has as many bytes as its first one has leading zeros, and one.
    const place = at + 4 + Math.clz32(bytes[at + 4] ?? 0) - 24 + 1
    const lengthAt = place + 1
    if (bytes[place] !== timestampId || (bytes[lengthAt] ?? 0) < 0x81) continue
    cuts.push({ at, startMs: bytes.readUIntBE(lengthAt + 1, (bytes[lengthAt] ?? 0) & 0x7f) })
  }
  if (cuts.length < 2) throw new Error('this recording has no clusters to cut at')
  const ends = cuts.slice(1)
  return cuts.map(({ at }, index) => ({
    // The head of the file goes with the first cluster.
    bytes: new Uint8Array(bytes.subarray(index === 0 ? 0 : at, ends[index]?.at)),
    mediaEndMs: Math.round(ends[index]?.startMs ?? durationMs),
  }))
}
