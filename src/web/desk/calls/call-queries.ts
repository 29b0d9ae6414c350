import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  Appointment,
  Appointments,
  DutyAsked,
  DutyView,
  gaveUpCallView,
  HolidayView,
  Roster,
} from '#contracts/desk-calls.ts'
import type { StaffLanguage } from '#domain/language.ts'
import { request } from '../../kit/request.ts'
import { learnServerTime } from '../../kit/server-time.ts'
import { isSessionOver } from './desk-queries.ts'

export type { Appointment, DutyAsked, DutyView, HolidayView, Roster }

const api = '/desk/api'
const id = encodeURIComponent

/** Nudges keep it fresh; the slow poll covers a broken stream of them. */
export const appointmentsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['appointments', from, to],
    queryFn: async ({ signal }) => {
      const found = await request<Appointments>(`${api}/appointments?${new URLSearchParams({ from, to })}`, { signal })
      learnServerTime(Date.parse(found.serverTime))
      return found.appointments
    },
    refetchInterval: ({ state }) => (isSessionOver(state.error) ? false : 60_000),
  })

export const giveUpCall = (bookingId: string, handOver: boolean) =>
  request<z.infer<typeof gaveUpCallView>>(`${api}/appointments/${id(bookingId)}/cancel`, {
    method: 'POST',
    json: { handOver },
  })

export const recordNoShow = (bookingId: string, side: 'seller' | 'us') =>
  request<unknown>(`${api}/appointments/${id(bookingId)}/no-show`, { method: 'POST', json: { side } })

export const rosterQuery = (language: StaffLanguage) =>
  queryOptions({
    queryKey: ['roster', language],
    queryFn: ({ signal }) => request<Roster>(`${api}/roster?${new URLSearchParams({ language })}`, { signal }),
  })

export const addDuty = (asked: DutyAsked) => request<DutyView>(`${api}/duties`, { method: 'POST', json: asked })
export const changeDuty = (dutyId: string, asked: DutyAsked) =>
  request<DutyView>(`${api}/duties/${id(dutyId)}`, { method: 'PUT', json: asked })
export const endDuty = (dutyId: string, lastDay: string) =>
  request<unknown>(`${api}/duties/${id(dutyId)}/end`, { method: 'POST', json: { lastDay } })

const holidayAddress = (site: string, day: string): string => `${api}/holidays/${id(site)}/${id(day)}`
export const addHoliday = ({ site, day, name }: HolidayView) =>
  request<unknown>(holidayAddress(site, day), { method: 'PUT', json: { name } })
export const strikeHoliday = ({ site, day }: HolidayView) =>
  request<unknown>(holidayAddress(site, day), { method: 'DELETE' })
