import type { Program } from '#domain/program.ts'
import type { App } from '../app.ts'
import { readCase } from '../cases/read-case.ts'
import type { CalendarEntry } from '../ports/calendar.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { type CalledTime, calledTime, readBooking } from './bookings.ts'

type Told = {
  method: CalendarEntry['method']
  call: CalledTime
  caseId: string
  program: Program
  language: string
  attendee: string
}

/** [NO2] A call for the seller's calendar. Cancelling is one more change to the entry, so it has the next number. */
export const writeCallCalendar = (app: App, { method, call, caseId, program, language, attendee }: Told): string => {
  const { publicUrl } = app.settings
  const url = `${publicUrl}/s/case`
  const marketplace = program.marketplace[language] ?? program.marketplace.en ?? ''
  const { title, body } = app.words.invitationToCall(language, { marketplace, caseUrl: url, meetingId: call.meetingId })
  return app.calendar.write({
    method,
    uid: `${caseId}.${call.meetingId}@${new URL(publicUrl).hostname}`,
    sequence: method === 'CANCEL' ? call.sequence + 1 : call.sequence,
    startMs: call.startMs,
    endMs: call.endMs,
    writtenAtMs: app.clock.nowMs(),
    title,
    description: body,
    url,
    attendee,
  })
}

/** The seller's booked call as a file; null when there is none, or it is not theirs. */
export const readCallCalendar = async (app: App, caller: SellerCaller, caseId: string): Promise<string | null> => {
  const loaded = await readCase(app, caller.tenantId, caseId)
  const seller = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  const bookingId = loaded?.state.sellerId === caller.sellerId ? loaded.state.call?.bookingId : undefined
  const booking = bookingId && (await readBooking(app.database.kysely, caller.tenantId, bookingId))
  if (!loaded || !seller || !booking) return null
  return writeCallCalendar(app, {
    method: 'PUBLISH',
    call: calledTime(booking),
    caseId,
    program: loaded.program,
    language: seller.language,
    attendee: seller.registration.email,
  })
}
