import type { MediaKind } from './link.ts'
import type { ParticipantRole } from './wire.ts'

/**
 * What all of one page's pictures together may take from its uplink. A program may ask for 5 Mbit/s; the recording takes
 * 3.1 of them (capture/recording-format), so this leaves a little for requests and for packets sent again.
 */
export const callBitsPerSecond = 1_500_000
/** Below this a face is no longer told from another. */
const leastBitsPerSecond = 250_000
const soundBitsPerSecond = 40_000
/** The recorder encodes the same camera at the same time, and what a person shows to a camera moves slowly. */
const framesPerSecond = 24

/** What the encoder keeps when there is too little for both: what the seller holds up must stay legible. */
const keeps = (role: ParticipantRole): RTCDegradationPreference =>
  role === 'seller' ? 'maintain-resolution' : 'balanced'

/**
 * Sets how one track is sent to one of `watchers` participants, also before there is a track. Never rejects: a browser that
 * refuses keeps its own settings, with which a call works as well.
 */
export const tuneSender = async (
  { sender, kind }: { sender: RTCRtpSender; kind: MediaKind },
  role: ParticipantRole,
  watchers: number,
): Promise<void> => {
  const isVideo = kind === 'video'
  const share = Math.floor(callBitsPerSecond / Math.max(1, watchers))
  try {
    const parameters = sender.getParameters()
    if (isVideo) parameters.degradationPreference = keeps(role)
    for (const encoding of parameters.encodings) {
      encoding.maxBitrate = isVideo ? Math.max(leastBitsPerSecond, share) : soundBitsPerSecond
      // The call goes before the upload of the recording, which may come later. [DV3]
      encoding.priority = 'high'
      encoding.networkPriority = 'high'
      if (isVideo) encoding.maxFramerate = framesPerSecond
    }
    await sender.setParameters(parameters)
  } catch {
    return
  }
}
