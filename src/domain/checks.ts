/**
 * The catalogue of sub-checks: everything an inspection can say about a recording, each under the CK, EN or LC rule
 * it serves. A program marks each one gate, signal or sampled (see program.ts); a sub-check that is declared here but not
 * yet built answers `unsure` with the reason `not-built-yet`, never `pass`.
 */
export const subChecks = {
  'id-card.found': { rule: 'CK1' },
  'id-card.corners': { rule: 'CK1' },
  'id-card.shadow': { rule: 'CK1' },
  'id-card.glare': { rule: 'CK1' },
  'id-card.finger': { rule: 'CK1' },
  'id-card.sharp': { rule: 'CK1' },
  'id-card.original': { rule: 'CK1' },
  'id-card.name': { rule: 'CK1' },
  'id-card.number': { rule: 'CK1' },
  'id-card.number-checksum': { rule: 'CK1' },
  'id-card.birth-and-sex': { rule: 'CK1' },
  'id-card.ethnicity': { rule: 'CK1' },
  'id-card.address': { rule: 'CK1' },
  'id-card.issuer': { rule: 'CK1' },
  'id-card.validity': { rule: 'CK1' },
  'id-card.sides-agree': { rule: 'CK1' },
  'licence.found': { rule: 'CK2' },
  'licence.seal': { rule: 'CK2' },
  'licence.original': { rule: 'CK2' },
  'licence.credit-code': { rule: 'CK2' },
  'licence.fields': { rule: 'CK2' },
  'licence.validity': { rule: 'CK2' },
  'mrz.check-digits': { rule: 'CK3' },
  'face.one-person': { rule: 'CK4' },
  'face.portrait-match': { rule: 'CK4' },
  'face.same-person': { rule: 'CK4' },
  'face.passive-liveness': { rule: 'CK4' },
  'face.active-liveness': { rule: 'CK4' },
  'digits.spoken': { rule: 'CK5' },
  'digits.pace': { rule: 'CK5' },
  'lip-sync.offset': { rule: 'CK6' },
  'voice.same-speaker': { rule: 'CK7' },
  'voice.second-voice': { rule: 'CK7' },
  'pan.turn': { rule: 'CK8' },
  'pan.speed': { rule: 'CK8' },
  'pan.card-in-hand': { rule: 'CK8' },
  'pan.scene': { rule: 'CK8' },
  'continuity.frame-gap': { rule: 'CK9' },
  'continuity.splice': { rule: 'CK9' },
  'continuity.loop': { rule: 'CK9' },
  'continuity.clock': { rule: 'CK9' },
  'continuity.witness': { rule: 'LC3' },
  'focus.kept': { rule: 'CK10' },
  'environment.light': { rule: 'EN1' },
  'environment.quiet': { rule: 'EN1' },
  'environment.premises': { rule: 'EN2' },
  'environment.sample-goods': { rule: 'EN2' },
} as const satisfies Record<string, { rule: string }>

export type SubCheckId = keyof typeof subChecks

export const subCheckIds = Object.keys(subChecks) as SubCheckId[]
export const isSubCheckId = (value: string): value is SubCheckId => Object.hasOwn(subChecks, value)
