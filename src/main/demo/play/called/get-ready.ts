import type { z } from 'zod'
import type { SellerCase } from '#contracts/seller-api.ts'
import type { CallTimes } from '#contracts/seller-call.ts'
import type { fieldsOnFileView } from '#contracts/seller-preparation.ts'
import type { BrowserSession } from '../browser-session.ts'
import { simulatedDevice } from '../seller-actor.ts'
import { until } from '../until.ts'

/** Whose cookies are the seller's: an actor without a browser, or a browser whose page comes later. */
export type SessionToGetReady = Pick<BrowserSession, 'get' | 'post' | 'touch' | 'send'>

type Tell = (text: string) => void
const bookedWithinMs = 240_000

/**
 * Whatever the program asks of a seller up to the waiting room, in the order in which the case asks for it. What is still to be
 * done is read from the case each time, as a page does.
 */
export const getReady = async (
  session: SessionToGetReady,
  caseId: string,
  baseUrl: string,
  tell: Tell,
): Promise<void> => {
  const read = () => session.get<SellerCase>(`/s/api/cases/${caseId}`)
  for (let last = ''; ; ) {
    const seen = await read()
    const { nextStep } = seen
    if (nextStep === 'enter-call') return
    if (nextStep === 'wait-for-call') {
      await until('the waiting room', async () => ((await read()).nextStep === 'wait-for-call' ? null : true), {
        withinMs: bookedWithinMs,
        onStillWaiting: (seconds) => tell(`waits for the waiting room to open (${seconds} s)`),
      })
      continue
    }
    if (nextStep === last) throw new Error(`the case still asks for "${nextStep}"`)
    last = nextStep
    await doNext(session, seen, baseUrl, tell)
  }
}

const doNext = async (session: SessionToGetReady, seen: SellerCase, baseUrl: string, tell: Tell): Promise<void> => {
  const at = `/s/api/cases/${seen.id}`
  switch (seen.nextStep) {
    case 'compare-registration': {
      const onFile = await session.get<z.infer<typeof fieldsOnFileView>>(`${at}/registration-comparison`)
      await session.post(`${at}/registration-comparison`, {
        fields: onFile.fields.map(({ field }) => ({ field, documentSays: null })),
      })
      return tell(`compares ${onFile.fields.length} lines of the registration with the documents: the same`)
    }
    case 'book-call':
      return await book(session, at, tell)
    case 'check-device': {
      const network = await measureLine(session)
      await session.post(`${at}/device-checks`, { ...simulatedDevice(seen), network })
      return tell(
        `has the device checked: ${Math.round(network.uplinkMbps)} Mbit/s up, ${Math.round(network.latencyMs)} ms`,
      )
    }
    case 'give-consent':
      await session.post(`${at}/consent`, { textVersion: seen.consentTextVersion, language: 'en', agreed: true })
      return tell('agrees to be recorded')
    case 'confirm-phone-code': {
      await session.post(`${at}/phone-code`)
      const code = await until('the text message', () => codeOnPhone(baseUrl), { withinMs: 30_000 })
      await session.post(`${at}/phone-code/confirm`, { code })
      return tell('types in the code from the text message')
    }
    default:
      throw new Error(`the case asks for "${seen.nextStep}", which is not on the way to a call`)
  }
}

/** [BK1] The first free time; the reviewer's duty may have begun a moment ago. */
const book = async (session: SessionToGetReady, at: string, tell: Tell): Promise<void> => {
  const startAt = await until(
    'a free time',
    async () => (await session.get<CallTimes>(`${at}/call-times?language=en`)).times[0]?.startAt ?? null,
    { withinMs: 60_000 },
  )
  await session.post(`${at}/call`, { startAt, language: 'en' })
  tell(`books the first free time, ${startAt.slice(11, 16)} UTC`)
}

const probeBytes = 1_000_000

/** [DV3] Against the server itself, like the page: the quickest of a few questions, and one large answer sent. */
const measureLine = async (session: SessionToGetReady): Promise<{ uplinkMbps: number; latencyMs: number }> => {
  const took: number[] = []
  for (let count = 0; count < 3; count += 1) {
    const beganAt = performance.now()
    await session.touch('/s/api/probe')
    took.push(performance.now() - beganAt)
  }
  const beganAt = performance.now()
  await session.send('/s/api/probe', new Uint8Array(probeBytes))
  return { latencyMs: Math.min(...took), uplinkMbps: (probeBytes * 8) / 1000 / (performance.now() - beganAt) }
}

/** [DV6] The demonstration's page shows text messages beside its mails, the newest first. */
const codeOnPhone = async (baseUrl: string): Promise<string | null> => {
  const page = await fetch(`${baseUrl}/demo`)
  const messages = /id="sms"[\s\S]*?<\/table>/.exec(await page.text())?.[0] ?? ''
  return /\b\d{6}\b/.exec(messages)?.[0] ?? null
}
