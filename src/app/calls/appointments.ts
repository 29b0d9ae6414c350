import { covers } from '#domain/booking/free-slots.ts'
import { siteZone } from '#domain/case/booked-call.ts'
import type { TimeSpan } from '#domain/time-span.ts'
import type { App, Caller } from '../app.ts'
import { programOf } from '../programs.ts'
import { readSeller } from '../sellers/seller-store.ts'
import type { BookingRow } from './bookings.ts'
import { readDuties } from './roster.ts'

export type AppointmentFile = {
  booking: BookingRow
  reviewerName: string
  shopName: string
  zone: string
  onDuty: boolean
}

/** Appointments that overlap a span, earliest first; of everybody, or of one reviewer. One that was moved is where it is now. */
export const listAppointments = async (
  app: App,
  { tenantId }: Caller,
  { fromMs, toMs }: TimeSpan,
  reviewerId: string | null,
): Promise<AppointmentFile[]> => {
  const rows = await appointmentRows(app, tenantId)
    .where('booking.state', 'not in', ['offered', 'lapsed'])
    .where('booking.starts_at', '<', new Date(toMs))
    .where('booking.ends_at', '>', new Date(fromMs))
    .$if(reviewerId !== null, (query) => query.where('booking.reviewer_id', '=', reviewerId ?? ''))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('booking as later')
            .select('later.id')
            .whereRef('later.tenant_id', '=', 'booking.tenant_id')
            .whereRef('later.case_id', '=', 'booking.case_id')
            .whereRef('later.meeting_id', '=', 'booking.meeting_id')
            .whereRef('later.sequence', '>', 'booking.sequence'),
        ),
      ),
    )
    .orderBy('booking.starts_at')
    .orderBy('booking.id')
    .execute()
  return filesOf(app, tenantId, rows)
}

export const readAppointment = async (app: App, { tenantId }: Caller, bookingId: string): Promise<AppointmentFile> => {
  const rows = await appointmentRows(app, tenantId).where('booking.id', '=', bookingId).execute()
  const [file] = await filesOf(app, tenantId, rows)
  if (!file) throw new Error('an appointment is gone that was there a moment ago')
  return file
}

const appointmentRows = (app: App, tenantId: string) =>
  app.database.kysely
    .selectFrom('booking')
    .innerJoin('staff', 'staff.id', 'booking.reviewer_id')
    .innerJoin('verification_case', 'verification_case.id', 'booking.case_id')
    .selectAll('booking')
    .select(['staff.name', 'verification_case.program_version'])
    .where('booking.tenant_id', '=', tenantId)

type AppointmentRow = BookingRow & { name: string; program_version: number }

const filesOf = async (app: App, tenantId: string, rows: AppointmentRow[]): Promise<AppointmentFile[]> => {
  const duties = await readDuties(app.database.kysely, tenantId, null)
  const shops = new Map<string, string>()
  for (const sellerId of new Set(rows.map((row) => row.seller_id))) {
    const seller = await readSeller(app, app.database.kysely, tenantId, sellerId)
    shops.set(sellerId, seller?.registration.companyName ?? sellerId)
  }
  return app.database.transaction(async (tx) => {
    const files: AppointmentFile[] = []
    for (const { name, program_version, ...booking } of rows) {
      const program = await programOf(app, tx, booking.program, program_version)
      const own = duties.filter(({ reviewer, site }) => reviewer.id === booking.reviewer_id && site === booking.site)
      files.push({
        booking,
        reviewerName: name,
        shopName: shops.get(booking.seller_id) ?? booking.seller_id,
        zone: siteZone(program, booking.site),
        onDuty: covers(own, { fromMs: booking.starts_at.getTime(), toMs: booking.ends_at.getTime() }),
      })
    }
    return files
  })
}
