let context: AudioContext | null = null

/** Browsers let a page sound only after the person has touched it: to be called with a click. */
export const allowTone = (): void => {
  context ??= new AudioContext()
  void context.resume().catch(() => undefined)
}

const firstHertz = 660
const secondHertz = 880
const loudness = 0.18
const noteSeconds = 0.28

/** One ring: two soft notes, twice. Silent where the browser does not let it sound. */
export const playTone = (): void => {
  allowTone()
  const sound = context
  if (!sound) return
  for (const [no, hertz] of [firstHertz, secondHertz, firstHertz, secondHertz].entries()) {
    const at = sound.currentTime + no * noteSeconds
    const note = sound.createOscillator()
    const gain = sound.createGain()
    note.frequency.value = hertz
    // Comes and goes softly: an edge would click.
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(loudness, at + 0.03)
    gain.gain.linearRampToValueAtTime(0, at + noteSeconds)
    note.connect(gain).connect(sound.destination)
    note.start(at)
    note.stop(at + noteSeconds)
  }
}

const ringEveryMs = 2400

/** Rings until the returned function is called. */
export const ring = (): (() => void) => {
  playTone()
  const timer = setInterval(playTone, ringEveryMs)
  return () => clearInterval(timer)
}
