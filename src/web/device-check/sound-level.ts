/** Root mean square of samples in −1…1. */
export const rootMeanSquare = (samples: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

/** Where a level stands on a meter that people find even: decibels from −60 to −10 become 0…1. */
export const meterPosition01 = (rms01: number): number => {
  const decibel = 20 * Math.log10(Math.max(rms01, 1e-6))
  return Math.min(1, Math.max(0, (decibel + 60) / 50))
}

/** Tells the level about twenty times a second until the returned function is called. */
export const watchSoundLevel = (stream: MediaStream, tell: (rms01: number) => void): (() => void) => {
  if (stream.getAudioTracks().length === 0) return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 2048
  context.createMediaStreamSource(stream).connect(analyser)
  void context.resume()
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    tell(rootMeanSquare(samples))
  }, 50)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
