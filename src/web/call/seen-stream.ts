/**
 * What is seen and heard of somebody, as one stream that outlives every connection to them. A recorder ends when the
 * tracks of its stream change, and a picture whose size changes with the line would end it as well; so the picture is
 * drawn anew, small and always of one size, and the sound is passed on.
 */
export type SeenStream = {
  stream: MediaStream
  /** What is seen from now on; null leaves the last picture standing, in silence. */
  follow(stream: MediaStream | null): void
  close(): void
}

/** Enough to know a face again, and to see whether two recordings show the same scene. */
export const seenSize = { widthPx: 640, heightPx: 360 } as const
const picturesPerSecond = 12

export const openSeenStream = (first: MediaStream | null): SeenStream => {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  const canvas = document.createElement('canvas')
  canvas.width = seenSize.widthPx
  canvas.height = seenSize.heightPx
  // Asked for before the canvas is captured: without a context there is nothing to capture.
  const context = canvas.getContext('2d', { alpha: false })
  const sound = new AudioContext()
  const heard = sound.createMediaStreamDestination()
  let source: { node: MediaStreamAudioSourceNode; track: MediaStreamTrack } | null = null
  let followed: MediaStream | null = null

  const hear = () => {
    const [track] = followed?.getAudioTracks() ?? []
    if (track === source?.track) return
    source?.node.disconnect()
    source = track ? { node: sound.createMediaStreamSource(new MediaStream([track])), track } : null
    source?.node.connect(heard)
  }
  const draw = () => {
    // A stream that gets its sound later tells nobody when a script gave it.
    hear()
    if (!context || video.videoWidth === 0) return
    const scale = Math.min(seenSize.widthPx / video.videoWidth, seenSize.heightPx / video.videoHeight)
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale]
    context.drawImage(video, (seenSize.widthPx - width) / 2, (seenSize.heightPx - height) / 2, width, height)
  }
  const follow = (stream: MediaStream | null) => {
    if (stream === followed) return
    followed = stream
    video.srcObject = stream
    if (stream) void video.play().catch(() => undefined)
    hear()
  }

  // Something is drawn from the beginning: a recorder does not start before the first picture.
  context?.fillRect(0, 0, seenSize.widthPx, seenSize.heightPx)
  const drawing = setInterval(draw, 1000 / picturesPerSecond)
  void sound.resume().catch(() => undefined)
  follow(first)
  const [picture] = canvas.captureStream(picturesPerSecond).getVideoTracks()
  const stream = new MediaStream([...(picture ? [picture] : []), ...heard.stream.getAudioTracks()])

  return {
    stream,
    follow,
    close() {
      clearInterval(drawing)
      follow(null)
      for (const track of stream.getTracks()) track.stop()
      void sound.close().catch(() => undefined)
    },
  }
}
