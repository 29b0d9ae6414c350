import type { Appointment, DutyView, Roster } from '#contracts/desk-calls.ts'
import type { AppointmentFile } from '../calls/appointments.ts'
import type { DutyRoster } from '../calls/duty-roster.ts'
import type { StoredDuty } from '../calls/roster.ts'

export const dutyViewOf = ({ id, site, languages, programs, duty }: StoredDuty): DutyView => ({
  id,
  site,
  languages,
  programs,
  ...duty,
})

/** Titles in the language of whoever looks, or in English. */
export const rosterViewOf = (roster: DutyRoster, language: string): Roster => ({
  ...roster,
  duties: roster.duties.map(dutyViewOf),
  programs: roster.programs.map(({ title, ...program }) => ({
    ...program,
    title: title[language] ?? title.en ?? program.name,
  })),
})

export const appointmentViewOf = ({ booking, ...file }: AppointmentFile): Appointment => ({
  bookingId: booking.id,
  meetingId: booking.meeting_id,
  caseId: booking.case_id,
  program: booking.program,
  sellerId: booking.seller_id,
  shopName: file.shopName,
  site: booking.site,
  zone: file.zone,
  startAt: booking.starts_at.toISOString(),
  endAt: booking.ends_at.toISOString(),
  language: booking.language,
  reviewer: { id: booking.reviewer_id, name: file.reviewerName },
  // A time that is only kept for somebody is no appointment yet, and is not listed.
  state: booking.state === 'offered' || booking.state === 'lapsed' ? 'cancelled' : booking.state,
  missedBy: booking.missed_by,
  onDuty: file.onDuty,
})
