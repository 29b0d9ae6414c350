import { queryOptions } from '@tanstack/react-query'
import type { SellerCase } from '#contracts/seller-api.ts'
import type { ComparisonAsked, FieldsOnFile, PhoneCodeSent } from '#contracts/seller-preparation.ts'
import { request } from '../../kit/request.ts'

const addressOf = (caseId: string): string => `/s/api/cases/${encodeURIComponent(caseId)}`

export type FieldOnFile = FieldsOnFile['fields'][number]

/** Looked at anew whenever the page is opened: it may have been mended with the marketplace meanwhile. */
export const fieldsOnFileQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['registration-comparison', caseId],
    queryFn: ({ signal }) => request<FieldsOnFile>(`${addressOf(caseId)}/registration-comparison`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const compareRegistration = (caseId: string, asked: ComparisonAsked) =>
  request<SellerCase>(`${addressOf(caseId)}/registration-comparison`, { method: 'POST', json: asked })

/** A message goes out while we wait. */
const smsTimeoutMs = 20_000

export const sendPhoneCode = (caseId: string) =>
  request<PhoneCodeSent>(`${addressOf(caseId)}/phone-code`, { method: 'POST', timeoutMs: smsTimeoutMs })

export const confirmPhoneCode = (caseId: string, code: string) =>
  request<SellerCase>(`${addressOf(caseId)}/phone-code/confirm`, { method: 'POST', json: { code } })
