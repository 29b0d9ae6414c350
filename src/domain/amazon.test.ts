import { expect, test } from 'vitest'
import { programAmazon } from '#test/world/a-program.ts'
import { aRegistration } from '#test/world/a-registration.ts'
import { stepsFor } from './checklist.ts'

/** What the original procedure says, read from the program file that ships. */
const program = programAmazon()
const steps = (kind: 'company' | 'individual') =>
  stepsFor(program, aRegistration({ site: 'US', kind })).map(({ id }) => id)

test('[CP3] card, licence and further documents one by one, questions at the end; individuals show no licence', () => {
  expect(steps('company')).toEqual([
    'id-front',
    'id-back',
    'face',
    'licence',
    'address-proof',
    'bank-proof',
    'questions',
  ])
  expect(steps('individual')).not.toContain('licence')
  expect(program.call?.conduct.questions.count).toBe(3)
})

test('[LC2] [DE2] about 20 min inside the appointment, reviewed by a person, notice within 2 h', () => {
  const { booking, conduct } = program.call!
  expect(conduct.maxMinutes).toBeGreaterThanOrEqual(20)
  expect(conduct.maxMinutes).toBeLessThanOrEqual(booking.slotMinutes)
  expect(conduct.verdictAtEnd).toBe(false)
  expect(program.promises.reviewWithinMinutes).toBe(120)
})

test('[AT7] [RE1] what was right is kept; restricted until passed', () => {
  expect(program.attempts.keepWhatWasRight).toBe(true)
  expect(program.restrictions[0]?.afterHours).toBe(0)
})

test('[NO2] invitations and reminders go out by mail', () => {
  const { notices } = program.call!
  for (const kind of ['call-booked', 'call-moved', 'call-cancelled', 'call-reminder'] as const)
    expect(notices[kind]).toContain('email')
})
