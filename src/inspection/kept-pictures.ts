import type { Finding } from '#domain/finding.ts'

/** The stills of one run, each named by its place and instant. */
export const openKeptPictures = () => {
  const pictures = new Map<string, Uint8Array>()
  return {
    /** Keeps a JPEG and names it. */
    keep(jpeg: Uint8Array, atMs: number): string {
      const name = `frame-${pictures.size + 1}-${Math.round(atMs)}ms.jpg`
      pictures.set(name, jpeg)
      return name
    },
    /** Those that a finding points to; the rest is nobody's business. */
    shownBy(findings: readonly Finding[]): Map<string, Uint8Array> {
      const named = new Set(findings.flatMap(({ proofFrames }) => proofFrames.map(({ frame }) => frame)))
      return new Map([...pictures].filter(([name]) => named.has(name)))
    },
  }
}
