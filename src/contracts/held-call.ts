import { z } from '@hono/zod-openapi'
import {
  callEndSchema,
  callRoleSchema,
  chatLineView,
  commitmentSchema,
  commitmentView,
  interruptionView,
  judgementSchema,
  questionView,
  snapshotView,
  stepNameSchema,
  suspicionSchema,
} from './call-record.ts'
import { comparedFieldView, deviceSignalView, reviewView, verdictRequest } from './desk-api.ts'
import { findingViewSchema } from './finding-view.ts'
import { idSchema, instantSchema, text } from './primitives.ts'
import { registrationSchema } from './registration.ts'
import { captureStepViewSchema } from './seller-api.ts'

/**
 * A booked call while it is held, for both sides of it. The seller's routes lie under `/s/api/cases/{caseId}/call-room`, the
 * desk's under `/desk/api/calls/{bookingId}`:
 *
 * - both: `GET` the room as it is now; `POST /enter` a page has come (a higher epoch each time); `POST /alive` every few
 *   seconds, so that others know; `POST /signals` one or more messages for one participant, `GET /signals?epoch=&after=` those
 *   for this page, in order; `POST /chat`; `POST /interruptions`. A page whose epoch is not the newest of its participant, or
 *   that has left, is answered 409 `conflict` with `details.epoch`, the newest there is: it was opened elsewhere, or enters again.
 * - seller: `POST /answer` the ring (an `Idempotency-Key` makes it answer the same attempt again), `POST /recording` another
 *   recording after a reload, `PUT /snapshots/{askId}` the picture that was asked for; chunks, challenges and completion as in
 *   any run.
 * - desk: `POST /ring`, `/questions`, `/steps`, `/steps/{stepId}/judgement`, `/snapshots`, `GET /snapshots/{snapshotId}`, `/pause`,
 *   `/suspicions`, `/hand-over`, `/leave`, `/end`; the witness's chunks under `/desk/api/recordings/{recordingId}/chunks/{seq}`.
 *
 * What changes is nudged (`what: 'call'`: fetch the room again; `what: 'signal'`: fetch signals); nudges carry ids only. Whoever
 * takes a call over is no guest any more, and whoever handed it over has left: their pages enter again.
 */

/** [LC6] `id` is `seller` or a staff id; `present` says that the page was heard of lately. */
export const participantView = z.object({
  id: z.string(),
  epoch: z.number(),
  role: callRoleSchema,
  name: z.string(),
  present: z.boolean(),
})

/** Where browsers find each other: none on one machine, TURN where the operator runs one. */
export const iceServerView = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
})

export const callPhaseSchema = z.enum(['closed', 'waiting', 'ringing', 'held', 'over'])

/** [LC4] A step as both sides see it. */
export const callStepView = captureStepViewSchema.extend({
  name: stepNameSchema,
  state: z.enum(['due', 'open', 'done']),
  /** When it was opened last; a step that is opened again asks anew. */
  openedAt: instantSchema.nullable(),
})

/** A call that was answered. */
const heldCallView = z.object({
  attemptId: z.string(),
  recordingId: z.string(),
  startedAt: instantSchema,
  /** [LC2] It is over then at the latest. */
  endsAt: instantSchema,
  paused: z.boolean(),
  steps: z.array(callStepView),
  /** [LC2] Those that count; the one after `borne` ends the call, null bears any number. */
  interruptions: z.array(interruptionView),
  counted: z.number(),
  borne: z.number().nullable(),
  over: callEndSchema.nullable(),
})

const room = z.object({
  bookingId: z.string(),
  meetingId: z.string(),
  caseId: z.string(),
  phase: callPhaseSchema,
  /** When the waiting room opens. */
  opensAt: instantSchema,
  startAt: instantSchema,
  endAt: instantSchema,
  zone: z.string(),
  language: z.string(),
  ringingUntil: instantSchema.nullable(),
  /** [LC1] How long a ring waits for its answer, from the appointed time on. */
  answerWithinSeconds: z.number(),
  participants: z.array(participantView),
  iceServers: z.array(iceServerView),
  chat: z.array(chatLineView),
  serverTime: instantSchema,
})

export const sellerCallRoomView = room
  .extend({
    reviewerName: z.string(),
    place: z.string().nullable(),
    held: heldCallView.nullable(),
    /** [LC4] A picture in full resolution that the reviewer waits for. */
    snapshotAsked: z.object({ askId: z.string(), stepId: z.string() }).nullable(),
    /** The question that the reviewer shows just now, in the seller's language where the program has it. */
    question: z.string().nullable(),
  })
  .meta({ id: 'SellerCallRoom' })

export const deskCallRoomView = room
  .extend({
    program: z.string(),
    programTitle: z.record(z.string(), z.string()),
    sellerId: z.string(),
    shopName: z.string(),
    site: z.string(),
    me: z.object({ id: z.string(), leads: z.boolean(), mayLead: z.boolean() }),
    leader: z.object({ id: z.string(), name: z.string() }),
    /** Whether the seller is ready to answer: what is still to be done otherwise. */
    notReady: z.string().nullable(),
    place: z.string().nullable(),
    registration: registrationSchema.nullable(),
    /** [EL6] Fields of the registration that the seller says differ from the documents. */
    differing: z.array(z.string()),
    deviceSignals: z.array(deviceSignalView),
    /** Active staff who review, without the one who leads: to whom the call can be handed over. */
    colleagues: z.array(z.object({ id: z.string(), name: z.string() })),
    held: heldCallView
      .extend({
        steps: z.array(
          callStepView.extend({
            judgement: judgementSchema.nullable(),
            /** What the program asks of this step by itself, e.g. a challenge that the server drew, as it was shown. */
            challenges: z.array(z.string()),
            snapshots: z.array(snapshotView),
            note: z.string().nullable(),
          }),
        ),
        /** [AT7] Steps that were right in an earlier call. */
        kept: z.array(z.string()),
        questions: z.array(questionView),
        commitments: z.array(commitmentView),
        /** Which of them the seller sees just now. */
        questionShown: z.string().nullable(),
        suspicions: z.array(z.object({ at: instantSchema, what: suspicionSchema, note: z.string().nullable() })),
        /** Findings so far; they grow while the call goes on. */
        findings: z.array(findingViewSchema),
        fields: z.array(comparedFieldView),
        snapshotAsked: z.object({ askId: z.string(), stepId: z.string(), at: instantSchema }).nullable(),
        /** Where the witness of what this page sees is recorded; null for those who do not lead. */
        witnessRecordingId: z.string().nullable(),
        verdictAtEnd: z.boolean(),
        /** What a verdict now is made of and brings about, as in a review. */
        verdict: z.object({
          reasons: reviewView.shape.reasons,
          ifFailed: reviewView.shape.ifFailed,
          restrictions: reviewView.shape.case.shape.restrictions,
        }),
        /** The seller's own recording has arrived so far up to here, behind the call by so much. */
        recordedBehindMs: z.number().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'DeskCallRoom' })

/** [LC6] `place` is where the seller says they are. */
export const enterCallRequest = z.strictObject({ place: text(200).nullable().default(null) })
export const enterCallDeskRequest = z.strictObject({ as: z.enum(['reviewer', 'supervisor', 'interpreter']) })
export const enteredCallView = z.object({ participantId: z.string(), epoch: z.number() })
/** Of `alive` and `leave`: which stay of this participant it is. */
export const stayRequest = z.strictObject({ epoch: z.number().int().min(1) })

/** The server looks at no more of a message than whom it is for. */
export const signalsRequest = z.strictObject({
  epoch: z.number().int().min(0),
  to: idSchema,
  messages: z.array(text(90_000)).min(1).max(50),
})
/** `epoch` is the asking page's own: signals for an earlier page of the same person are not its. */
export const signalsQuery = z.object({
  epoch: z.coerce.number().int().min(0),
  after: z.coerce.number().int().min(0).default(0),
})
export const signalsView = z.object({
  signals: z.array(z.object({ seq: z.number(), from: z.string(), message: z.string() })),
})

export const chatRequest = z.strictObject({ text: text(1000).min(1) })
/** A side's own page tells of a stall of what it receives, of itself, or that it is over. */
export const interruptionRequest = z.strictObject({
  state: z.enum(['begun', 'over']),
  what: interruptionView.shape.what,
})
export const answeredCallView = z.object({ attemptId: z.string(), recordingId: z.string() })
export const restartedRecordingView = z.object({ recordingId: z.string() })
export const snapshotHeaders = z.object({
  'x-snapshot-sha256': z.string().regex(/^[0-9a-f]{64}$/i, 'hex SHA-256 of the body'),
  'x-width-px': z.coerce.number().int().min(16).max(16_384),
  'x-height-px': z.coerce.number().int().min(16).max(16_384),
})
/** A JPEG of at most so many bytes. */
export const snapshotMaxBytes = 4 * 1024 * 1024

export const leadStepRequest = z.strictObject({ stepId: idSchema.nullable() })
export const judgeStepRequest = z.strictObject({ judgement: judgementSchema, note: text(2000).nullable() })
export const askSnapshotRequest = z.strictObject({ stepId: idSchema })
export const askedSnapshotView = z.object({ askId: z.string() })
export const pauseCallRequest = z.strictObject({ paused: z.boolean() })
/** Null shows none. */
export const showQuestionRequest = z.strictObject({ questionId: idSchema.nullable() })
export const suspicionRequest = z.strictObject({ what: suspicionSchema, note: text(2000).nullable() })
export const commitmentRequest = z.strictObject({ what: commitmentSchema, note: text(2000).nullable() })
export const handOverRequest = z.strictObject({ to: idSchema })
/** [DE2] The verdict goes with the end where the program asks for that. */
export const endCallRequest = z.strictObject({ verdict: verdictRequest.nullable() })

export const callStepParam = z.object({ bookingId: idSchema, stepId: idSchema })
export const callSnapshotParam = z.object({ bookingId: idSchema, snapshotId: idSchema })

export type IceServer = z.infer<typeof iceServerView>
export type Participant = z.infer<typeof participantView>
export type SellerCallRoom = z.infer<typeof sellerCallRoomView>
export type DeskCallRoom = z.infer<typeof deskCallRoomView>
export type HeldCallView = z.infer<typeof heldCallView>
export type CallStep = z.infer<typeof callStepView>
export type EndCallAsked = z.input<typeof endCallRequest>
export type Signals = z.infer<typeof signalsView>
