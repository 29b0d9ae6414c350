/** Camera and microphone for a check or a run. The picture is asked for at 720p; what comes is measured, not believed. */
export type ChosenDevices = { cameraId: string | null; microphoneId: string | null }

export type OpenedMedia =
  | { ok: true; stream: MediaStream; microphoneError: string | null }
  /** The browser's own name of what went wrong, e.g. `NotAllowedError`. */
  | { ok: false; error: string }

type MediaDoor = Pick<MediaDevices, 'getUserMedia'>

export const mediaConstraints = ({ cameraId, microphoneId }: ChosenDevices): MediaStreamConstraints => ({
  video: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    // A phone has several cameras; the one beside the screen is meant until another is chosen.
    ...(cameraId ? { deviceId: { exact: cameraId } } : { facingMode: { ideal: 'user' } }),
  },
  // Our own spoken prompts must not be heard as a second voice; the room must stay as it sounds.
  audio: {
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
    ...(microphoneId ? { deviceId: { exact: microphoneId } } : {}),
  },
})

/** Opens both at once, so that the person is asked once. Without a microphone the camera is still shown. */
export const openMedia = async (
  chosen: ChosenDevices,
  // Absent on pages that are not served securely.
  door: MediaDoor | undefined = navigator.mediaDevices,
): Promise<OpenedMedia> => {
  if (!door) return { ok: false, error: 'SecurityError' }
  const wanted = mediaConstraints(chosen)
  try {
    return { ok: true, stream: await door.getUserMedia(wanted), microphoneError: null }
  } catch (both) {
    try {
      const stream = await door.getUserMedia({ video: wanted.video ?? true })
      return { ok: true, stream, microphoneError: nameOf(both) }
    } catch (camera) {
      return { ok: false, error: nameOf(camera) }
    }
  }
}

export const stopMedia = (stream: MediaStream | null): void => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError')

const storageKey = 'countersign.devices'

/** The devices chosen in the check are the ones that the run opens. */
export const rememberDevices = (chosen: ChosenDevices): void => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(chosen))
  } catch {
    return
  }
}

export const rememberedDevices = (): ChosenDevices => {
  try {
    const saved = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<ChosenDevices>
    return { cameraId: saved.cameraId ?? null, microphoneId: saved.microphoneId ?? null }
  } catch {
    return { cameraId: null, microphoneId: null }
  }
}
