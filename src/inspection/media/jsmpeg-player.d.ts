/** The two decoders we use of this package, which carries no types of its own. */
declare module '@cycjimmy/jsmpeg-player' {
  type BitBuffer = { index: number; byteLength: number }
  type Decoder = {
    bits: BitBuffer
    /** Takes bytes; `streaming` keeps the decoder from remembering stamps. */
    write(ptsSeconds: number, bytes: Uint8Array[]): void
    /** Works up to the next start code, picture or frame; false when it found none. */
    decode(): boolean
  }
  type VideoDecoder = Decoder & {
    width: number
    height: number
    codedWidth: number
    connect(destination: {
      resize(width: number, height: number): void
      render(y: Uint8ClampedArray, cr: Uint8ClampedArray, cb: Uint8ClampedArray): void
    }): void
  }
  type AudioDecoder = Decoder & {
    connect(destination: { play(sampleRateHz: number, left: Float32Array, right: Float32Array): void }): void
  }
  const JSMpeg: {
    Decoder: {
      MPEG1Video: new (options: { streaming: true; videoBufferSize: number; decodeFirstFrame: false }) => VideoDecoder
      MP2Audio: new (options: { streaming: true; audioBufferSize: number }) => AudioDecoder
    }
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports itself.
  export default JSMpeg
}
