/** [DV3] How steadily pictures come: their rate, and the longest time without a new one. */
export type FrameRhythm = { frames: number; framesPerSecond: number; longestStallMs: number }

/** Works out the rhythm from the times at which frames came. A stall at either end of the watch counts as well. */
export const frameRhythm = (framesAtMs: readonly number[], startMs: number, endMs: number): FrameRhythm => {
  const times = [startMs, ...framesAtMs, endMs]
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const seconds = Math.max(0.001, (endMs - startMs) / 1000)
  return {
    frames: framesAtMs.length,
    framesPerSecond: Math.round((framesAtMs.length / seconds) * 10) / 10,
    longestStallMs: Math.round(Math.max(0, ...gaps)),
  }
}

/** Tells every new picture of a video until the returned function is called. Older browsers are asked at each repaint. */
export const onEachFrame = (video: HTMLVideoElement, tell: (nowMs: number) => void): (() => void) => {
  let going = true
  if ('requestVideoFrameCallback' in video) {
    const next = () => {
      if (!going) return
      tell(performance.now())
      video.requestVideoFrameCallback(next)
    }
    video.requestVideoFrameCallback(next)
  } else {
    const old = video as HTMLVideoElement
    let seen = -1
    const look = () => {
      if (!going) return
      const count = old.getVideoPlaybackQuality().totalVideoFrames
      if (count !== seen) tell(performance.now())
      seen = count
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }
  return () => {
    going = false
  }
}
