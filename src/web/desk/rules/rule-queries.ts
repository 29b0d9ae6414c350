import { queryOptions } from '@tanstack/react-query'
import type {
  RuleProblemView,
  RuleProgramRow,
  RuleProgramView,
  RuleVersionView,
  TriedRules,
} from '#contracts/desk-rules.ts'
import type { FeatureValues, RuleSet } from '#domain/risk/rule-set.ts'
import { request } from '../../kit/request.ts'

export type DraftBeginning = { from: 'preset' } | { from: 'version'; version: number } | { from: 'nothing' }
export type Drafted = { program: string; version: number; revision: number }

const api = '/desk/api/rules'
const at = (program: string, rest: string | number) => `${api}/${encodeURIComponent(program)}/${rest}`

/** Everything of rules is fetched again when somebody has changed something. */
export const rulesKey = ['rules'] as const

export const ruleProgramsQuery = queryOptions({
  queryKey: [...rulesKey],
  queryFn: async ({ signal }) => (await request<{ programs: RuleProgramRow[] }>(api, { signal })).programs,
})

export const ruleProgramQuery = (program: string) =>
  queryOptions({
    queryKey: [...rulesKey, program],
    queryFn: ({ signal }) => request<RuleProgramView>(`${api}/${encodeURIComponent(program)}`, { signal }),
  })

export const ruleVersionQuery = (program: string, version: number) =>
  queryOptions({
    queryKey: [...rulesKey, program, version],
    queryFn: ({ signal }) => request<RuleVersionView>(at(program, version), { signal }),
  })

/** `rules` may be anything that somebody is typing. */
export const checkQuery = (rules: unknown) =>
  queryOptions({
    queryKey: ['rules-check', rules],
    queryFn: async ({ signal }) =>
      (await request<{ problems: RuleProblemView[] }>(`${api}/check`, { method: 'POST', json: { rules }, signal }))
        .problems,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  })

export const tryQuery = (rules: unknown, values: FeatureValues) =>
  queryOptions({
    queryKey: ['rules-try', rules, values],
    queryFn: ({ signal }) => request<TriedRules>(`${api}/try`, { method: 'POST', json: { rules, values }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  })

export const readSellerFeatures = (sellerId: string) =>
  request<{ values: FeatureValues }>(`/desk/api/sellers/${encodeURIComponent(sellerId)}/features`)

const post = <T>(path: string, json: unknown) => request<T>(path, { method: 'POST', json })

export const beginDraft = (program: string, beginning: DraftBeginning) =>
  post<Drafted>(at(program, 'drafts'), beginning)
export const saveDraft = (program: string, version: number, json: { revision: number; rules: RuleSet }) =>
  request<Drafted>(at(program, version), { method: 'PUT', json })

type Place = { program: string; version: number; revision: number }
const step = (place: Place, name: string, more: object = {}) =>
  post<unknown>(at(place.program, `${place.version}/${name}`), { revision: place.revision, ...more })

export const proposeDraft = (place: Place, why: string) => step(place, 'propose', { why })
export const takeProposalBack = (place: Place) => step(place, 'take-back')
export const discardDraft = (place: Place) => step(place, 'discard')
export const rejectProposal = (place: Place, why: string) => step(place, 'reject', { why })
export const publishProposal = (place: Place, publication: { publishedVersion: number | null; why: string }) =>
  step(place, 'publish', publication)

export const lookAtRollBack = (program: string, version: number) =>
  request<unknown>(at(program, `${version}/look-at`), { method: 'POST' })
export const rollBack = (program: string, json: { to: number; publishedVersion: number | null; why: string }) =>
  post<{ version: number }>(at(program, 'roll-back'), json)
export const retireRules = (program: string, json: { version: number; why: string }) =>
  post<unknown>(at(program, 'retire'), json)
