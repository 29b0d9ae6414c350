import type { z } from 'zod'
import type { AttemptView, attemptStartedView, ChallengeView, rehearsalStartedView } from '#contracts/seller-api.ts'
import { request } from '../kit/request.ts'
import { putChunkTo } from './put-chunk.ts'

export type AttemptStarted = z.infer<typeof attemptStartedView>
export type RehearsalStarted = z.infer<typeof rehearsalStartedView>
export type CaptureStep = AttemptStarted['steps'][number]
export type FocusLossReport = {
  kind: 'hidden' | 'blurred' | 'left' | 'reloaded' | 'resized'
  mediaMs: number
  chunkCount: number
}

const api = '/s/api'
const id = encodeURIComponent
/** Short, since a person waits for what comes next, and every one of these may be asked again. */
const controlTimeoutMs = 8000

const post = <T>(path: string, json: unknown, more: { keepalive?: boolean } = {}): Promise<T> =>
  request<T>(`${api}${path}`, { method: 'POST', json, timeoutMs: controlTimeoutMs, ...more })

export const runApi = {
  /** The same key begins the same attempt. */
  startAttempt: (caseId: string, key: string) =>
    request<AttemptStarted>(`${api}/cases/${id(caseId)}/attempts`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      timeoutMs: controlTimeoutMs,
    }),
  startStep: (attemptId: string, stepId: string, mediaMs: number) =>
    post<unknown>(`/attempts/${id(attemptId)}/steps/${id(stepId)}/start`, { mediaMs }),
  endStep: (attemptId: string, stepId: string, mediaMs: number) =>
    post<unknown>(`/attempts/${id(attemptId)}/steps/${id(stepId)}/end`, { mediaMs }),
  challenge: (attemptId: string, asked: { stepId: string; index: number; mediaMs: number }) =>
    post<ChallengeView>(`/attempts/${id(attemptId)}/challenges`, asked),
  focusLoss: (attemptId: string, report: FocusLossReport) =>
    // Leaving is the moment at which ordinary requests are cut off.
    post<AttemptView>(`/attempts/${id(attemptId)}/focus-losses`, report, { keepalive: true }),
  complete: (attemptId: string, whole: { chunkCount: number; mediaMs: number }) =>
    post<AttemptView>(`/attempts/${id(attemptId)}/complete`, whole),
  startRehearsal: (caseId: string) =>
    request<RehearsalStarted>(`${api}/cases/${id(caseId)}/rehearsals`, { method: 'POST', timeoutMs: controlTimeoutMs }),
  completeRehearsal: (rehearsalId: string, whole: { chunkCount: number; mediaMs: number }) =>
    post<unknown>(`/rehearsals/${id(rehearsalId)}/complete`, whole),
}

export type RunApi = typeof runApi

/** One try to bring a chunk of the seller's recording to the server. */
export const putChunk = putChunkTo((recordingId) => `${api}/recordings/${id(recordingId)}`)
