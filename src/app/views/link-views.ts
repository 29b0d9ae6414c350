import type { LinkGraph } from '#contracts/desk-links.ts'
import { caseStatusSchema } from '#contracts/primitives.ts'
import type { LinkGraphOf } from '../links/link-graph.ts'
import type { FaceCompared, LookAlike } from '../links/look-alikes.ts'
import { iso } from './instants.ts'

const faceSide = ({ frameId, ...side }: LookAlike['own']) => ({ ...side, hasPicture: frameId !== null })
const comparedView = ({ atMs, ...compared }: FaceCompared) => ({ ...compared, at: iso(atMs) })

export const linkGraphOf = (sellerId: string, graph: LinkGraphOf): LinkGraph => ({
  sellerId,
  shops: graph.shops.map(({ newest, identityHash: _, ...shop }) => ({
    ...shop,
    newestCase: newest && {
      id: newest.caseId,
      program: newest.program,
      status: caseStatusSchema.parse(newest.status),
      openedAt: iso(newest.openedAtMs),
    },
  })),
  ties: graph.ties.map(({ valueHash, sinceMs, ...tie }) => ({ ...tie, value: valueHash, since: iso(sinceMs) })),
  crowds: graph.crowds,
  hubAbove: graph.hubAbove,
  lookAlikes: graph.lookAlikes.found.map(({ own, other, noticedAtMs, keptUntilMs, ...alike }) => ({
    ...alike,
    own: faceSide(own),
    other: faceSide(other),
    cardLimit01: graph.cardLimit01,
    noticedAt: iso(noticedAtMs),
    keptUntil: iso(keptUntilMs),
  })),
  facesCompared: graph.lookAlikes.compared && comparedView(graph.lookAlikes.compared),
  rulings: graph.rulings.map(({ atMs, withdrawn, ...ruling }) => ({
    ...ruling,
    at: iso(atMs),
    withdrawn: withdrawn && { by: withdrawn.by, at: iso(withdrawn.atMs) },
  })),
  isCut: graph.isCut,
})
