import { Link, useNavigate } from '@tanstack/react-router'
import type { ComponentType, ReactNode, Ref } from 'react'

/** Every address of the desk, below `/desk`. */
export type DeskAddress =
  | '/'
  | '/welcome'
  | '/cases'
  | '/cases/new'
  | `/cases/${string}`
  | '/sellers'
  | `/sellers/${string}`
  | '/restrictions'
  | '/appointments'
  | `/calls/${string}`
  | '/roster'
  | '/rules'
  | `/rules/${string}`
  | '/staff'
  | '/api-keys'
  | '/account'

export const reviewAddress = (caseId: string, attemptId: string): DeskAddress =>
  `/cases/${caseId}/attempts/${attemptId}`
export const caseAddress = (caseId: string): DeskAddress => `/cases/${caseId}`

export const sellerAddress = (sellerId: string): DeskAddress => `/sellers/${encodeURIComponent(sellerId)}`

export const callAddress = (bookingId: string): DeskAddress => `/calls/${bookingId}`

export const ruleProgramAddress = (program: string): DeskAddress => `/rules/${program}`
export const ruleVersionAddress = (program: string, version: number): DeskAddress => `/rules/${program}/${version}`
export const ruleReplayAddress = (program: string, version: number): DeskAddress =>
  `/rules/${program}/${version}/replay`

export type DeskLinkProps = {
  to: DeskAddress
  search?: Record<string, string>
  className?: string
  children: ReactNode
  ref?: Ref<HTMLAnchorElement>
  'aria-label'?: string
  'aria-current'?: 'page' | 'true' | undefined
  'data-row'?: string
}

/**
 * The router's types know one router for the whole house, and that is the seller's. Here the list above holds links to
 * addresses that exist.
 */
const AnyLink = Link as unknown as ComponentType<Omit<DeskLinkProps, 'to'> & { to: string }>
export const DeskLink = (props: DeskLinkProps) => <AnyLink {...props} />

export type Go = (to: DeskAddress, options?: { search?: Record<string, string>; replace?: boolean }) => void

export const useGo = (): Go => {
  const navigate = useNavigate() as unknown as (to: { to: string } & Parameters<Go>[1]) => Promise<void>
  return (to, options) => void navigate({ to, ...options })
}
