/**
 * Chromium begins every connection as if the line carried 300 kbit/s and lets packets go at that pace: the first picture
 * of a camera at 720p, some fifty kilobytes, takes a second to arrive on any line. While nothing came back over a line that
 * was cut it believes in even less, and after 25 seconds of that the first picture took two seconds more. This parameter
 * of a description tells its sender where to begin; from there the browser measures the line as always. It counts only when
 * it is another one than before, so each negotiation has one of its own. Other browsers pass over it.
 *
 * To be applied to the description that comes from the other side, since that is what says how to send to it.
 */
export const withStartBitrate = (sdp: string, negotiationNo: number): string =>
  sdp
    .split(/^(?=m=)/m)
    .map((section) =>
      section.startsWith('m=video') ? inPicture(section, startKilobits + (negotiationNo % 100)) : section,
    )
    .join('')

/** Enough for 720p; makers of calls who began higher saw slow lines choke on it for half a minute (livekit, 2026). */
const startKilobits = 1000

const inPicture = (section: string, kilobits: number): string => {
  const parameter = `x-google-start-bitrate=${kilobits}`
  const lines = section.split('\r\n')
  const codecs = lines.flatMap((line) => /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000$/.exec(line)?.[1] ?? [])
  const formatted = lines.flatMap((line) => /^a=fmtp:(\d+) /.exec(line)?.[1] ?? [])
  const told = lines.map((line) => {
    const payload = /^a=(?:fmtp|rtpmap):(\d+) /.exec(line)?.[1] ?? ''
    if (!codecs.includes(payload)) return line
    if (line.startsWith('a=fmtp:')) return `${line};${parameter}`
    return formatted.includes(payload) ? line : `${line}\r\na=fmtp:${payload} ${parameter}`
  })
  return told.join('\r\n')
}
