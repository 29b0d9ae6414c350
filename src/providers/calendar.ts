import ical, {
  ICalAlarmType,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from 'ical-generator'
import type { Calendar } from '#app/ports/calendar.ts'

/** `from` organises every call: `Name <address>`, as mails are sent from. */
export const openCalendar = ({ from }: { from: string }): Calendar => ({
  write({ method, uid, sequence, startMs, endMs, writtenAtMs, title, description, url, attendee }) {
    const isOff = method === 'CANCEL'
    const calendar = ical({
      method: ICalCalendarMethod[method],
      prodId: { company: 'Countersign', product: 'Countersign' },
    })
    calendar.createEvent({
      id: uid,
      sequence,
      start: new Date(startMs),
      end: new Date(endMs),
      stamp: new Date(writtenAtMs),
      summary: title,
      description,
      location: url,
      url,
      organizer: from,
      attendees: [
        {
          email: attendee,
          role: ICalAttendeeRole.REQ,
          status: ICalAttendeeStatus.NEEDSACTION,
          // The seller has chosen the time: there is nothing to answer.
          rsvp: false,
        },
      ],
      status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      busystatus: isOff ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
      alarms: isOff ? [] : [{ type: ICalAlarmType.display, trigger: alarmSeconds, description: title }],
    })
    return calendar.toString()
  },
})

/** Ten minutes ahead: enough to sit down, and the room opens five minutes before. */
const alarmSeconds = 600
