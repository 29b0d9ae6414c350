import { z } from 'zod'
import { defineJob, type JobDefinition } from './ports/queue.ts'

/** Everything that is done later. Payloads hold ids and instants only. Handlers are in `src/jobs`. */
export const sendMailJob = defineJob({
  name: 'send-mail',
  payload: z.object({ noticeId: z.string() }),
  retry: { limit: 12, firstDelayS: 5, longestDelayS: 3_600 },
})

export const sendTextJob = defineJob({
  name: 'send-text',
  payload: z.object({ noticeId: z.string() }),
  retry: { limit: 6, firstDelayS: 5, longestDelayS: 600 },
})

export const sendInviteMailJob = defineJob({
  name: 'send-invite-mail',
  payload: z.object({ staffId: z.string() }),
  retry: { limit: 12, firstDelayS: 5, longestDelayS: 3_600 },
})

/** [TR4] Tells one of those who answer for rules what another of them has done. */
export const tellRulePersonJob = defineJob({
  name: 'tell-rule-person',
  payload: z.object({
    tenantId: z.string(),
    program: z.string(),
    version: z.number(),
    news: z.enum(['proposed', 'rolled-back', 'retired']),
    staffId: z.string(),
  }),
  retry: { limit: 12, firstDelayS: 5, longestDelayS: 3_600 },
})

/** Delivers what is waiting for the endpoints of one case, in order; `caseId` null sweeps all that is due. */
export const deliverWebhooksJob = defineJob({
  name: 'deliver-webhooks',
  payload: z.object({ caseId: z.string().nullable() }),
})

export const fireClockJob = defineJob({
  name: 'fire-clock',
  payload: z.object({ caseId: z.string(), kind: z.string() }),
})

/** [SI1] Restores the cases of the same entity on other sites; tried again while one of them is being judged. */
export const sharePassJob = defineJob({
  name: 'share-pass',
  payload: z.object({ tenantId: z.string(), caseId: z.string() }),
  retry: { limit: 60, firstDelayS: 60, longestDelayS: 3_600 },
})

/** [SI1] Opens cases for the entity's shops on other sites. */
export const spreadCaseJob = defineJob({
  name: 'spread-case',
  payload: z.object({ tenantId: z.string(), caseId: z.string() }),
})

/** [RE5] Opens cases for all shops of an entity of which one was banned. */
export const reviewEntityJob = defineJob({
  name: 'review-entity',
  payload: z.object({ tenantId: z.string(), caseId: z.string() }),
})

/** [RE3] A case that was restored gets its badge; one whose seller is somebody else now loses it. */
export const settleBadgeJob = defineJob({
  name: 'settle-badge',
  payload: z.object({ tenantId: z.string(), caseId: z.string() }),
})

/** [TR3] Opens cases for the shops that belong to one whose verification failed. */
export const reviewLinkedJob = defineJob({
  name: 'review-linked',
  payload: z.object({ tenantId: z.string(), caseId: z.string() }),
})

/** [SC3] Compares the face of a run, which the seller agreed to, with those of other shops. */
export const compareFacesJob = defineJob({
  name: 'compare-faces',
  payload: z.object({ tenantId: z.string(), recordingId: z.string() }),
})

/** [TR3] [SI1] [RE5] What happened before among shops that staff has just joined, or parted, is made good. */
export const followRulingJob = defineJob({
  name: 'follow-ruling',
  payload: z.object({ tenantId: z.string(), sellerId: z.string() }),
})

/** [TR2] Looks at a seller anew after the registration, or what staff has ruled of its links, has changed. */
export const assessSellerJob = defineJob({
  name: 'assess-seller',
  payload: z.object({ tenantId: z.string(), sellerId: z.string(), cause: z.enum(['registration', 'links']) }),
})

/** [TR2] [TR4] Opens the case that signals asked for, with why: rules by their ids, and numbers. */
export const openRiskCaseJob = defineJob({
  name: 'open-risk-case',
  payload: z.object({
    tenantId: z.string(),
    sellerId: z.string(),
    program: z.string(),
    rulesVersion: z.number(),
    outcome: z.enum(['open', 'open-with-person']),
    score: z.number(),
    contributions: z.array(z.object({ rule: z.string(), weight: z.number(), hard: z.boolean() })),
    signalSeq: z.number().nullable(),
    assessedAtMs: z.number(),
  }),
})

/** [BK4] Offers what is free to those who wait, first in line first. */
export const serveWaitingListJob = defineJob({
  name: 'serve-waiting-list',
  payload: z.object({ tenantId: z.string() }),
})

/** [TR7] Goes on with a replay for a while, and enqueues itself until it is through. */
export const runReplayJob = defineJob({
  name: 'run-replay',
  payload: z.object({ tenantId: z.string(), replayId: z.string() }),
  expireAfterS: 60,
})

/** Every minute: clocks that nobody fired, webhooks whose time has come, recordings gone silent, the heartbeat. */
export const sweepJob = defineJob({ name: 'sweep', payload: z.object({}), expireAfterS: 50 })

/** What a process that enqueues or does jobs has to know. */
export const allJobs: JobDefinition[] = [
  sendMailJob,
  sendTextJob,
  sendInviteMailJob,
  tellRulePersonJob,
  deliverWebhooksJob,
  fireClockJob,
  sharePassJob,
  spreadCaseJob,
  reviewEntityJob,
  settleBadgeJob,
  reviewLinkedJob,
  compareFacesJob,
  followRulingJob,
  serveWaitingListJob,
  assessSellerJob,
  openRiskCaseJob,
  runReplayJob,
  sweepJob,
]
