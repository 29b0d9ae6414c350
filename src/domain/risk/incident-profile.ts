import { addedTo, type Buckets, sumSince } from './profile-lists.ts'
import type { ChangedMember, SignalFacts } from './signal.ts'
import { dayOf, dayS, lack, type ToldFeatures } from './told-features.ts'

/** What is kept of changes to the registration, of checks of the real name, and of violations. */
export type IncidentProfile = {
  /** When the shop was opened, by the earliest signal that says so. */
  openedS: number | null
  /** When the real name was last checked, and when that last failed. */
  realNameS: number | null
  realNameFailedS: number | null
  /** When each member last changed, when the register last did not show a change of it, and when anybody last looked there. */
  changes: readonly (readonly [
    member: ChangedMember,
    lastS: number,
    notInRegisterS: number | null,
    lookedS: number | null,
  ])[]
  /** By day. */
  violations: Buckets
  alleged: Buckets
  upheld: Buckets
  /** Whether any violation or complaint ever came. */
  anyViolation: boolean
}

export const noIncidents: IncidentProfile = {
  openedS: null,
  realNameS: null,
  realNameFailedS: null,
  changes: [],
  violations: [],
  alleged: [],
  upheld: [],
  anyViolation: false,
}

const violationDays = 90
/** Two days more than is asked for, so that a clock that goes ahead a little hides nothing; the newest days are kept. */
const span = { days: violationDays + 2, cap: 16 }
const changeS = 30 * dayS

type Incident = Extract<
  SignalFacts,
  { type: 'shop-opened' | 'real-name-check' | 'registration-changed' | 'complaint' | 'violation' }
>

export const withIncident = (incidents: IncidentProfile, atS: number, facts: Incident): IncidentProfile => {
  const add = (buckets: Buckets) => addedTo(buckets, dayOf(atS), 1, span.days, span.cap)
  switch (facts.type) {
    case 'shop-opened':
      return { ...incidents, openedS: Math.min(incidents.openedS ?? atS, atS) }
    case 'real-name-check':
      return {
        ...incidents,
        realNameS: laterOf(incidents.realNameS, atS),
        realNameFailedS:
          facts.outcome === 'failed' ? laterOf(incidents.realNameFailedS, atS) : incidents.realNameFailedS,
      }
    case 'registration-changed':
      return { ...incidents, changes: withChange(incidents.changes, atS, facts) }
    case 'violation':
      return { ...incidents, anyViolation: true, violations: add(incidents.violations) }
    case 'complaint':
      return facts.outcome === 'upheld'
        ? { ...incidents, anyViolation: true, upheld: add(incidents.upheld) }
        : { ...incidents, anyViolation: true, alleged: add(incidents.alleged) }
  }
}

const withChange = (
  changes: IncidentProfile['changes'],
  atS: number,
  { member, inRegister }: Extract<SignalFacts, { type: 'registration-changed' }>,
): IncidentProfile['changes'] => {
  const known = changes.find(([name]) => name === member)
  const mine = [
    member,
    laterOf(known?.[1] ?? null, atS),
    inRegister === false ? laterOf(known?.[2] ?? null, atS) : (known?.[2] ?? null),
    inRegister === null ? (known?.[3] ?? null) : laterOf(known?.[3] ?? null, atS),
  ] as const
  return [...changes.filter((one) => one !== known), mine].sort(([a], [b]) => (a < b ? -1 : 1))
}

export const tellIncidents = (told: ToldFeatures, incidents: IncidentProfile, nowS: number): void => {
  const { values } = told
  if (incidents.openedS === null) lack(told, 'no-such-signal', 'shop.age_days')
  else values['shop.age_days'] = Math.max(0, (nowS - incidents.openedS) / dayS)
  if (incidents.realNameS === null) lack(told, 'no-such-signal', 'shop.real_name_check_failed')
  else {
    const failedS = incidents.realNameFailedS
    values['shop.real_name_check_failed'] = failedS !== null && failedS >= nowS - violationDays * dayS
  }
  tellChanges(told, incidents, nowS)
  tellViolations(told, incidents, nowS)
}

const tellChanges = (told: ToldFeatures, { changes }: IncidentProfile, nowS: number): void => {
  if (changes.length === 0) {
    lack(
      told,
      'no-such-signal',
      'change.not_in_register',
      'change.members_30d',
      ...memberFeatures.map(([, name]) => name),
    )
    return
  }
  const { values } = told
  const recent = changes.filter(([, lastS]) => lastS >= nowS - changeS)
  for (const [member, name] of memberFeatures) values[name] = recent.some(([changed]) => changed === member)
  values['change.members_30d'] = recent.map(([member]) => member)
  const isRecent = (atS: number | null) => atS !== null && atS >= nowS - changeS
  if (recent.some(([, , notInRegisterS]) => isRecent(notInRegisterS))) values['change.not_in_register'] = true
  else if (recent.length > 0 && !recent.some(([, , , lookedS]) => isRecent(lookedS)))
    lack(told, 'not-told', 'change.not_in_register')
  else values['change.not_in_register'] = false
}

const memberFeatures = [
  ['legal-representative', 'change.legal_representative_30d'],
  ['operator', 'change.operator_30d'],
  ['shareholder', 'change.shareholder_30d'],
  ['phone', 'change.phone_30d'],
  ['bank-card', 'change.bank_card_30d'],
  ['address', 'change.address_30d'],
] as const satisfies readonly (readonly [ChangedMember, string])[]

const tellViolations = (told: ToldFeatures, incidents: IncidentProfile, nowS: number): void => {
  if (!incidents.anyViolation) {
    lack(told, 'no-such-signal', 'violations.count_90d', 'violations.counterfeit_or_ip_90d', 'violations.upheld_90d')
    return
  }
  const from = dayOf(nowS) - violationDays + 1
  const upheld = sumSince(incidents.upheld, from)
  // The same complaint may come twice, when it is raised and when it is upheld: whichever are more is at least how many there are.
  const complaints = Math.max(sumSince(incidents.alleged, from), upheld)
  told.values['violations.upheld_90d'] = upheld
  told.values['violations.counterfeit_or_ip_90d'] = complaints
  told.values['violations.count_90d'] = sumSince(incidents.violations, from) + complaints
}

const laterOf = (knownS: number | null, atS: number): number => (knownS === null || atS > knownS ? atS : knownS)
