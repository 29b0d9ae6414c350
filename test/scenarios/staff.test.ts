import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#contracts/desk-api.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** Staff from their invitation to the end of their account, through the doors of the desk. */
let world: ServerWorld
let tenantId: string
let admin: Person
beforeAll(async () => {
  world = await openServerWorld()
  tenantId = (await world.tenant('A marketplace')).tenantId
  admin = await world.staff(tenantId, 'admin')
})
afterAll(() => world.close())

type Invited = { staff: { id: string }; setupUrl: string }
const password = 'a long password for tests'
const invites = async (role: Role, name: string, by = admin) =>
  by.call<Invited & { code?: string }>('POST', '/desk/api/staff', {
    email: `${name}@staff.test`,
    name,
    role,
    language: 'en',
  })
const accepts = (setupUrl: string, chosen = password) =>
  world.nobody.call<{ code?: string }>('POST', '/desk/api/welcome', {
    token: setupUrl.split('#')[1],
    password: chosen,
  })
const signsIn = async (name: string): Promise<Person> => {
  const browser = world.browser()
  await browser.call('POST', '/api/auth/sign-in/email', { email: `${name}@staff.test`, password })
  return browser
}
/** Invited, signed up, signed in and with a second factor. */
const arrives = async (role: Role, name: string): Promise<{ id: string; person: Person }> => {
  const { body } = await invites(role, name)
  expect((await accepts(body.setupUrl)).status).toBe(200)
  const person = await signsIn(name)
  await world.setUpCode(person, password)
  return { id: body.staff.id, person }
}
const me = (person: Person) => person.call<{ role: Role; name: string }>('GET', '/desk/api/me')
const idOf = async (person: Person) => (await person.call<{ id: string }>('GET', '/desk/api/me')).body.id
const revokes = (staffId: string, by = admin) =>
  by.call<{ code?: string; details?: object }>('DELETE', `/desk/api/staff/${staffId}`)

describe('an invited member of staff', () => {
  it.each([
    ['supervisor', '/desk/api/roster', '/desk/api/staff'],
    ['compliance', '/desk/api/bans', '/desk/api/queue'],
  ] as const)('chooses a password, sets up a second factor and works as %s', async (role, open, closed) => {
    const name = `new-${role}`
    const { body } = await invites(role, name)
    expect((await accepts(body.setupUrl, 'password1234')).status).toBe(422)
    expect((await accepts(body.setupUrl)).status).toBe(200)
    expect((await accepts(body.setupUrl)).status, 'used').toBe(410)
    const person = await signsIn(name)
    expect((await person.call('GET', open)).status, 'no second factor yet').toBe(404)
    await world.setUpCode(person, password)
    expect((await me(person)).body).toMatchObject({ role, name })
    expect((await person.call('GET', open)).status).toBe(200)
    expect((await person.call('GET', closed)).status).toBe(404)
  })

  it('is invited once, and by an admin alone', async () => {
    const { person } = await arrives('supervisor', 'would-invite')
    expect((await invites('reviewer', 'friend', person)).status).toBe(404)
    expect((await invites('reviewer', 'would-invite')).status).toBe(409)
  })
})

describe('an account that has ended', () => {
  it('is out of every session at once, and comes in no more', async () => {
    const { id, person } = await arrives('reviewer', 'leaves')
    const second = await signsIn('leaves')
    const pages = await person.raw('GET', '/desk/api/events')
    expect((await person.call('GET', '/desk/api/queue')).status).toBe(200)
    expect((await revokes(id)).status).toBe(200)
    expect((await me(person)).status).toBe(401)
    expect((await me(second)).status).toBe(401)
    expect((await me(await signsIn('leaves'))).status).toBe(401)
    // What their open page was told by ends by itself: to read it to its end is to wait for that.
    expect(await pages.text()).toContain('event: open')
    const { body } = await admin.call<{ staff: { id: string; active: boolean }[] }>('GET', '/desk/api/staff')
    expect(body.staff.find((one) => one.id === id)?.active).toBe(false)
    expect((await revokes(id)).status, 'ended already').toBe(404)
  })

  it('voids an invitation that was not used', async () => {
    const { body } = await invites('compliance', 'never-came')
    expect((await revokes(body.staff.id)).status).toBe(200)
    expect((await accepts(body.setupUrl)).status).toBe(410)
  })

  it('is ended by an admin of the same marketplace, never by oneself', async () => {
    const { id, person } = await arrives('supervisor', 'stays')
    expect((await revokes(id, person)).status).toBe(404)
    const elsewhere = await world.staff((await world.tenant('Another marketplace')).tenantId, 'admin')
    expect((await revokes(id, elsewhere)).status).toBe(404)
    expect((await revokes(await idOf(admin))).body).toMatchObject({ code: 'conflict', details: { why: 'yourself' } })
    expect((await me(person)).status).toBe(200)
    expect((await me(admin)).status).toBe(200)
  })

  it('leaves one admin at least: of two who end each other’s accounts one stays', async () => {
    const other = await arrives('admin', 'other-admin')
    const answers = await Promise.all([revokes(other.id), revokes(await idOf(admin), other.person)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = (await me(admin)).status === 200 ? admin : other.person
    expect((await me(left)).status).toBe(200)
    const { body } = await left.call<{ staff: { role: Role; active: boolean }[] }>('GET', '/desk/api/staff')
    expect(body.staff.filter(({ role, active }) => role === 'admin' && active)).toHaveLength(1)
  })
})
