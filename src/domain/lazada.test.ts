import { expect, test } from 'vitest'
import { programLazada } from '#test/world/a-program.ts'
import { aRegistration } from '#test/world/a-registration.ts'
import { stepsFor } from './checklist.ts'
import { documentsFor } from './documents.ts'

/** What the original procedure says, read from the program file that ships. */
const program = programLazada()
const shop = (changes: Parameters<typeof aRegistration>[0] = {}) => aRegistration({ site: 'MY', ...changes })
const steps = (changes: Parameters<typeof aRegistration>[0] = {}) =>
  stepsFor(program, shop(changes)).map(({ id }) => id)

test('[BK1] [BK3] six offices, five languages, Chinese on request, the morning is fastest', () => {
  const { booking } = program.call!
  expect(Object.keys(booking.siteZones).sort()).toEqual(['ID', 'MY', 'PH', 'SG', 'TH', 'VN'])
  expect(booking.languages).toEqual(['en', 'th', 'id', 'vi', 'ms'])
  expect(booking.onRequest.map(({ language }) => language)).toEqual(['zh'])
  expect(booking.fastest).toEqual({ from: '09:00', to: '11:00' })
  expect(booking.remindMinutesBefore).toEqual([1440, 60, 10])
})

test('[LC1] [LC2] [DE2] 5 min ahead, 30 s to answer, 20 min, the third interruption ends it, verdict at the end', () => {
  expect(program.call?.conduct).toMatchObject({
    enterMinutesAhead: 5,
    answerWithinSeconds: 30,
    maxMinutes: 20,
    interruptionsBorne: 2,
    verdictAtEnd: true,
  })
  expect(program.capture.onFocusLoss).toBe('interrupt-call')
  expect(program.promises.restoreWithinMinutes).toBe(10)
})

test('[CP2] card held up and read aloud, the whole licence, the office; a challenge proves that it is live [LC3]', () => {
  expect(steps()).toEqual(['id-front', 'face', 'licence', 'further-papers', 'office', 'questions'])
  expect(steps({ kind: 'individual' })).toEqual(['id-front', 'face', 'office', 'questions'])
  expect(program.capture.steps.find(({ id }) => id === 'face')?.challenge.kind).toBe('turns')
})

test('[DO1] [SI2] filing numbers of sensitive goods, tax numbers in Indonesia, DTI numbers in the Philippines', () => {
  expect(steps({ mainCategory: 'beauty', categories: ['beauty'] })).toContain('product-filing')
  expect(steps({ site: 'ID' })).toContain('site-number')
  expect(documentsFor(program, shop({ site: 'PH' })).map(({ document }) => document)).toContain('dti-registration')
  expect(program.eligibility.siteLookups).toEqual([
    { sites: ['ID'], lookup: 'tax-number' },
    { sites: ['PH'], lookup: 'dti-registration' },
  ])
})

test('[DV3] [DV6] [EL4] [EL6] line, phone code, licence of more than 30 days, registration compared', () => {
  expect(program.device).toMatchObject({ minUplinkMbps: 5, maxLatencyMs: 1000, phoneCode: true, desktopOnly: false })
  expect(program.eligibility).toMatchObject({ licenceMinDaysLeft: 30, compareRegistration: true })
})

test('[RE1] [AT5] [EL1] view only at once, 72 h to complete, each failure freezes for 24 to 72 h, no other lane', () => {
  expect(program.restrictions).toEqual([{ afterHours: 0, capabilities: ['product_listing', 'finance', 'orders'] }])
  expect(program.deadline.completeWithinHours).toBe(72)
  expect(program.attempts).toMatchObject({ freezeHours: [24, 48, 72], lockAfterFailures: null })
  expect(program.lanes.offline).toBeNull()
})

test('[SI1] a pass restores every site but those with duties of their own', () => {
  expect(program.sites).toEqual({ sharePass: true, spread: true, ownDuties: ['ID', 'PH'] })
})

test('[EV3] media of a call are gone after 72 h', () => {
  expect(program.retention.mediaHours).toBe(72)
})
