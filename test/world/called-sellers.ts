import { storePrograms } from '#app/programs.ts'
import type { Appointment, DutyAsked } from '#contracts/desk-calls.ts'
import type { SellerCase } from '#contracts/seller-api.ts'
import type { CallTimes } from '#contracts/seller-call.ts'
import type { Program } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'
import { programWithCalls } from './a-program.ts'
import { type Answer, type Person, registerASeller, type ServerWorld } from './server-world.ts'

/** A seller at the page where a call is booked. */
export type CalledSeller = {
  caseId: string
  browser: Person
  times(language?: string): Promise<Answer<CallTimes>>
  /** Free times, or none. */
  starts(language?: string): Promise<string[]>
  books(startAt: string, language?: string): Promise<Answer<SellerCase & { code?: string }>>
  /** For a time that gets free; any, unless it is to be before one. */
  waits(before?: string | null, language?: string): Promise<Answer<SellerCase & { code?: string }>>
  leaves(): Promise<Answer<SellerCase & { code?: string }>>
  declines(): Promise<Answer<SellerCase & { code?: string }>>
  cancels(): Promise<Answer<SellerCase & { code?: string }>>
  case(): Promise<SellerCase>
  /** In a browser that has just opened a new link: sessions end while days go by. */
  returns(): Promise<CalledSeller>
}

export type CalledMarketplace = {
  tenantId: string
  marketplace: Person
  lead: Person
  leadId: string
  reviewer(): Promise<{ person: Person; id: string }>
  /** On duty in Jakarta on every day from nine to noon, in half hours, unless said otherwise. */
  duty(reviewerId: string, changes?: Partial<DutyAsked>): Promise<string>
  seller(sellerId: string, changes?: Partial<Registration>): Promise<CalledSeller>
  appointments(by?: Person): Promise<Appointment[]>
}

const hourMs = 3_600_000

/** The program with calls is known to this node from now on. */
const holdCalls = async (world: ServerWorld, program: Program = programWithCalls()): Promise<void> => {
  world.app.programs.set(program.name, program)
  await storePrograms(world.app.database, [program], world.nowMs())
}

const calledSeller = async (world: ServerWorld, marketplace: Person, caseId: string): Promise<CalledSeller> => {
  const browser = await world.sellerOf(marketplace, caseId)
  const at = `/s/api/cases/${caseId}`
  const times = (language = 'en') => browser.call<CallTimes>('GET', `${at}/call-times?language=${language}`)
  return {
    caseId,
    browser,
    times,
    starts: async (language) => ((await times(language)).body.times ?? []).map(({ startAt }) => startAt),
    books: (startAt, language = 'en') => browser.call('POST', `${at}/call`, { startAt, language }),
    waits: (before = null, language = 'en') => browser.call('POST', `${at}/waiting-list`, { language, before }),
    leaves: () => browser.call('DELETE', `${at}/waiting-list`),
    declines: () => browser.call('DELETE', `${at}/call-offer`),
    cancels: () => browser.call('DELETE', `${at}/call`),
    returns: () => calledSeller(world, marketplace, caseId),
    case: async () => (await browser.call<SellerCase>('GET', at)).body,
  }
}

export const openCalledMarketplace = async (
  world: ServerWorld,
  name: string,
  program?: Program,
): Promise<CalledMarketplace> => {
  const { tenantId } = await world.tenant(name)
  return calledMarketplace(world, tenantId, program)
}

/** The same marketplace as a node sees it, which need not be the one that made it. */
export const calledMarketplace = async (
  world: ServerWorld,
  tenantId: string,
  program?: Program,
): Promise<CalledMarketplace> => {
  await holdCalls(world, program)
  const marketplace = await world.marketplaceOf(tenantId)
  const idOf = async (person: Person) => (await person.call<{ id: string }>('GET', '/desk/api/me')).body.id
  const lead = await world.staff(tenantId, 'supervisor')
  return {
    tenantId,
    marketplace,
    lead,
    leadId: await idOf(lead),
    async reviewer() {
      const person = await world.staff(tenantId, 'reviewer')
      return { person, id: await idOf(person) }
    },
    async duty(reviewerId, changes = {}) {
      const asked: DutyAsked = {
        reviewerId,
        site: 'ID',
        zone: 'Asia/Jakarta',
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        hours: { from: '09:00', to: '12:00' },
        breaks: [],
        firstDay: '2020-01-01',
        lastDay: null,
        languages: ['en', 'id'],
        programs: ['called'],
        ...changes,
      }
      const made = await lead.call<{ id: string }>('POST', '/desk/api/duties', asked)
      if (made.status !== 201) throw new Error(`the duty was refused: ${JSON.stringify(made.body)}`)
      return made.body.id
    },
    async seller(sellerId, changes = {}) {
      await registerASeller(marketplace, sellerId, { site: 'ID', ...changes })
      const opened = await marketplace.call<{ id: string }>('POST', '/v1/cases', { sellerId, program: 'called' })
      if (opened.status !== 201) throw new Error(`the case was refused: ${JSON.stringify(opened.body)}`)
      return calledSeller(world, marketplace, opened.body.id)
    },
    async appointments(by = lead) {
      const from = new Date(world.nowMs() - 48 * hourMs).toISOString()
      const to = new Date(world.nowMs() + 28 * 24 * hourMs).toISOString()
      const listed = await by.call<{ appointments: Appointment[] }>(
        'GET',
        `/desk/api/appointments?from=${from}&to=${to}`,
      )
      return listed.body.appointments
    },
  }
}
