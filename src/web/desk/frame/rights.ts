import type { Role } from '#contracts/desk-api.ts'

/**
 * What each role finds at the desk. The doors of the server decide; this only keeps people from walking into closed ones.
 */
export type Right =
  | 'review'
  | 'decide'
  | 'lead'
  | 'administer'
  | 'hold'
  | 'settle-ban'
  | 'settle-appeal'
  | 'rule-links'
  | 'rules'
  | 'take-badge'

const rights: Record<Role, readonly Right[]> = {
  reviewer: ['review', 'decide'],
  supervisor: ['review', 'decide', 'lead', 'settle-ban', 'rule-links', 'take-badge'],
  compliance: ['review', 'hold', 'settle-ban', 'settle-appeal', 'rule-links', 'rules', 'take-badge'],
  admin: ['review', 'decide', 'lead', 'administer', 'rule-links', 'rules', 'take-badge'],
}

export const may = (role: Role, right: Right): boolean => rights[role].includes(right)
