/**
 * [DV4] Whether the system blurs what is behind the person, where the browser can tell (`backgroundBlur` of the W3C's
 * Media Capture Extensions, in Chrome since 114). Nothing is said of programs that replace the background themselves.
 */
export const backgroundOf = (camera: Pick<MediaStreamTrack, 'getSettings'>): { isBackgroundBlurred?: boolean } => {
  const { backgroundBlur } = camera.getSettings() as MediaTrackSettings & { backgroundBlur?: unknown }
  return typeof backgroundBlur === 'boolean' ? { isBackgroundBlurred: backgroundBlur } : {}
}
