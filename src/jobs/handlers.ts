import type { App } from '#app/app.ts'
import { serveWaitingList } from '#app/calls/serve-waiting-list.ts'
import { fireClock } from '#app/cases/clocks.ts'
import { sharePass, spreadCase } from '#app/cases/entities.ts'
import { deliverWebhooks } from '#app/integration/deliver-webhooks.ts'
import {
  assessSellerJob,
  compareFacesJob,
  deliverWebhooksJob,
  fireClockJob,
  followRulingJob,
  openRiskCaseJob,
  reviewEntityJob,
  reviewLinkedJob,
  runReplayJob,
  sendInviteMailJob,
  sendMailJob,
  sendTextJob,
  serveWaitingListJob,
  settleBadgeJob,
  sharePassJob,
  spreadCaseJob,
  sweepJob,
  tellRulePersonJob,
} from '#app/job-definitions.ts'
import { compareFaces } from '#app/links/compare-faces.ts'
import { followRuling } from '#app/links/follow-ruling.ts'
import { reviewEntity, reviewLinked } from '#app/links/linked-reviews.ts'
import { sendNoticeMail, sendNoticeText } from '#app/notices/notices.ts'
import { settleBadge } from '#app/restrictions/badges.ts'
import { runReplay } from '#app/rules/run-replay.ts'
import { tellRulePerson } from '#app/rules/tell-rule-people.ts'
import { assessSeller } from '#app/signals/assess-seller.ts'
import { openRiskCase } from '#app/signals/open-risk-case.ts'
import { sendInviteMail } from '#app/staff/invite-staff.ts'
import { sweep } from './sweep.ts'

/** Every job's handler: each enters one use-case, as a door does. */
export const startJobs = async (app: App): Promise<void> => {
  const { queue } = app
  queue.work(sendMailJob, ({ noticeId }) => sendNoticeMail(app, noticeId), { concurrency: 2 })
  queue.work(sendTextJob, ({ noticeId }) => sendNoticeText(app, noticeId))
  queue.work(serveWaitingListJob, ({ tenantId }) => serveWaitingList(app, tenantId))
  queue.work(sendInviteMailJob, ({ staffId }) => sendInviteMail(app, staffId))
  queue.work(tellRulePersonJob, (asked) => tellRulePerson(app, asked))
  queue.work(deliverWebhooksJob, ({ caseId }) => deliverWebhooks(app, caseId), { concurrency: 4 })
  queue.work(fireClockJob, ({ caseId, kind }) => fireClock(app, caseId, kind), { concurrency: 2 })
  queue.work(reviewEntityJob, ({ tenantId, caseId }) => reviewEntity(app, tenantId, caseId))
  queue.work(reviewLinkedJob, ({ tenantId, caseId }) => reviewLinked(app, tenantId, caseId))
  queue.work(compareFacesJob, ({ tenantId, recordingId }) => compareFaces(app, tenantId, recordingId))
  queue.work(followRulingJob, ({ tenantId, sellerId }) => followRuling(app, tenantId, sellerId))
  queue.work(sharePassJob, ({ tenantId, caseId }) => sharePass(app, tenantId, caseId))
  queue.work(spreadCaseJob, ({ tenantId, caseId }) => spreadCase(app, tenantId, caseId))
  queue.work(settleBadgeJob, ({ tenantId, caseId }) => settleBadge(app, tenantId, caseId))
  queue.work(assessSellerJob, ({ tenantId, sellerId, cause }) => assessSeller(app, tenantId, sellerId, cause))
  queue.work(openRiskCaseJob, (opening) => openRiskCase(app, opening), { concurrency: 2 })
  queue.work(runReplayJob, (asked) => runReplay(app, asked))
  queue.work(sweepJob, () => sweep(app))
  await queue.schedule(sweepJob, '* * * * *', {})
}
