import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/**
 * Whoever has learnt a password has one factor, and must not be able to give themselves the other: no new authenticator,
 * no new passkey, nothing taken away from the account, as long as its owner has a factor already.
 */
let world: ServerWorld
let tenantId: string
beforeAll(async () => {
  world = await openServerWorld()
  tenantId = (await world.tenant('Market')).tenantId
})
afterAll(() => world.close())

/** A passkey as registration leaves it; its owner is not asked for it here. */
const givePasskey = (staffId: string): Promise<unknown> =>
  world.built.database.kysely
    .insertInto('staff_passkey')
    .values({
      id: `psk_${staffId}`,
      userId: staffId,
      publicKey: 'unused',
      credentialID: `credential-${staffId}`,
      counter: 0,
      deviceType: 'singleDevice',
      backedUp: false,
    } as never)
    .execute()

const me = async (person: Person) =>
  (await person.call<{ secondFactor: boolean; factorSetUp: boolean }>('GET', '/desk/api/me')).body

describe('a session begun with a password alone', () => {
  it('sets nothing up for somebody who has a passkey', async () => {
    const { staffId, password, signIn } = await world.newcomer(tenantId, 'reviewer')
    await givePasskey(staffId)
    const thief = await signIn()
    const asked: [method: string, path: string, body?: object][] = [
      ['POST', '/api/auth/two-factor/enable', { password }],
      ['POST', '/api/auth/two-factor/verify-totp', { code: '000000' }],
      ['GET', '/api/auth/passkey/generate-register-options'],
      ['POST', '/api/auth/passkey/verify-registration', { response: {} }],
      ['POST', '/api/auth/passkey/delete-passkey', { id: `psk_${staffId}` }],
      ['POST', '/api/auth/change-password', { currentPassword: password, newPassword: 'another long password' }],
      ['GET', '/api/auth/list-sessions'],
    ]
    for (const [method, path, body] of asked) {
      const answer = await thief.call<{ code?: string }>(method, path, body)
      expect([answer.status, answer.body?.code], path).toEqual([403, 'SECOND_FACTOR_NEEDED'])
    }
    expect(await me(thief)).toMatchObject({ secondFactor: false, factorSetUp: true })
    expect((await thief.call('GET', '/desk/api/queue')).status).toBe(404)
  })

  it('stays what it is when the owner sets up an authenticator elsewhere', async () => {
    const { password, signIn } = await world.newcomer(tenantId, 'reviewer')
    const thief = await signIn()
    const owner = await signIn()
    await world.setUpCode(owner, password)
    expect(await me(owner)).toMatchObject({ secondFactor: true })
    expect(await me(thief)).toMatchObject({ secondFactor: false, factorSetUp: true })
    expect((await thief.call('GET', '/desk/api/queue')).status).toBe(404)
    expect((await thief.call('POST', '/api/auth/two-factor/disable', { password })).status).toBe(403)
  })

  it('sets up the first factor of a new member, and nothing else before that', async () => {
    const { password, signIn } = await world.newcomer(tenantId, 'reviewer')
    const newcomer = await signIn()
    expect(await me(newcomer)).toMatchObject({ secondFactor: false, factorSetUp: false })
    expect((await newcomer.call('GET', '/api/auth/list-sessions')).status).toBe(403)
    expect((await newcomer.call('GET', '/api/auth/passkey/generate-register-options')).status).toBe(200)
    await world.setUpCode(newcomer, password)
    expect((await newcomer.call('GET', '/desk/api/queue')).status).toBe(200)
    expect((await newcomer.call('GET', '/api/auth/passkey/generate-register-options')).status).toBe(200)
  })
})
