import type { ReasonCode } from './finding.ts'

/**
 * [FA1] What every reason means for the seller. Titles, why and how to fix are in the locales under `failure.<code>`;
 * `/help/<code>` shows them. `hint` picks the picture and the order of advice.
 */
export type FailureEntry = {
  retry: 'at-once' | 'after-change' | 'not-yours'
  hint:
    | 'light'
    | 'card'
    | 'document'
    | 'paper'
    | 'registration'
    | 'face'
    | 'people'
    | 'voice'
    | 'room'
    | 'page'
    | 'technical'
  /** Reviewers of a run may give it as a reason. */
  forReviewers: boolean
  /** Who reads the papers of the offline lane may give it as a reason. */
  forPapers: boolean
}

const entry = (
  retry: FailureEntry['retry'],
  hint: FailureEntry['hint'],
  forReviewers = true,
  forPapers = false,
): FailureEntry => ({ retry, hint, forReviewers, forPapers })

export const failureCatalogue: Record<ReasonCode, FailureEntry> = {
  'not-built-yet': entry('not-yours', 'technical', false),
  'model-missing': entry('not-yours', 'technical', false),
  'worker-behind': entry('not-yours', 'technical', false),
  'no-evidence': entry('at-once', 'technical', false),
  'recording-unreadable': entry('not-yours', 'technical'),
  'card-not-found': entry('at-once', 'card'),
  'card-too-small': entry('at-once', 'card'),
  'card-glare': entry('at-once', 'light'),
  'card-blurred': entry('at-once', 'card'),
  'card-corners-cut': entry('at-once', 'card'),
  'card-in-shadow': entry('at-once', 'light'),
  'card-covered': entry('at-once', 'card'),
  'card-not-original': entry('at-once', 'document'),
  'card-unreadable': entry('at-once', 'card'),
  'card-expired': entry('after-change', 'document', true, true),
  'card-expires-soon': entry('after-change', 'document'),
  'card-number-invalid': entry('after-change', 'document', true, true),
  'card-sides-disagree': entry('after-change', 'document'),
  'licence-not-found': entry('at-once', 'paper'),
  'licence-too-small': entry('at-once', 'paper'),
  'licence-cut': entry('at-once', 'paper'),
  'licence-blurred': entry('at-once', 'paper'),
  'licence-unreadable': entry('at-once', 'paper'),
  'licence-not-original': entry('at-once', 'paper'),
  'licence-duplicate': entry('after-change', 'paper'),
  'licence-seal-not-seen': entry('at-once', 'paper'),
  'licence-code-invalid': entry('after-change', 'paper'),
  'licence-code-differs': entry('after-change', 'registration'),
  'licence-name-differs': entry('after-change', 'registration'),
  'licence-representative-differs': entry('after-change', 'registration'),
  'licence-details-differ': entry('after-change', 'registration'),
  'licence-not-registered': entry('after-change', 'registration', false),
  'licence-expired': entry('after-change', 'paper'),
  'licence-expires-soon': entry('after-change', 'paper'),
  'licence-scope-too-narrow': entry('after-change', 'paper'),
  'name-differs': entry('after-change', 'registration', true, true),
  'number-differs': entry('after-change', 'registration', true, true),
  'address-differs': entry('after-change', 'registration', false),
  'issuer-differs': entry('after-change', 'document', false),
  'face-not-found': entry('at-once', 'face'),
  'face-too-small': entry('at-once', 'face'),
  'face-close-to-limit': entry('at-once', 'face', false),
  'another-person-in-view': entry('at-once', 'people'),
  'person-document-mismatch': entry('after-change', 'face'),
  'person-changed': entry('after-change', 'face'),
  'not-live': entry('at-once', 'face'),
  'digits-wrong': entry('at-once', 'voice'),
  'digits-unclear': entry('at-once', 'voice'),
  'digits-not-heard': entry('at-once', 'voice'),
  'digits-too-slow': entry('at-once', 'voice'),
  'digits-out-of-step': entry('at-once', 'voice'),
  'lips-out-of-step': entry('at-once', 'voice'),
  'second-voice': entry('at-once', 'voice'),
  'pan-incomplete': entry('at-once', 'room'),
  'pan-too-fast': entry('at-once', 'room'),
  'frames-missing': entry('at-once', 'technical'),
  'recording-spliced': entry('at-once', 'technical'),
  'recording-replayed': entry('at-once', 'technical'),
  'recordings-disagree': entry('at-once', 'technical'),
  'recordings-not-comparable': entry('not-yours', 'technical', false),
  'clock-not-honoured': entry('at-once', 'technical'),
  'left-the-page': entry('at-once', 'page'),
  'too-dark': entry('at-once', 'light'),
  'too-bright': entry('at-once', 'light'),
  'too-noisy': entry('at-once', 'voice'),
  'language-not-known': entry('not-yours', 'technical', false),
  'no-speaker-model': entry('not-yours', 'technical', false),
  'not-real-premises': entry('after-change', 'room'),
  'document-missing': entry('after-change', 'paper'),
  'document-unreadable': entry('at-once', 'paper'),
  'document-not-original': entry('after-change', 'paper'),
  'answers-differ': entry('after-change', 'registration'),
  'not-authorised': entry('after-change', 'registration'),
  'stand-in': entry('after-change', 'people'),
  coached: entry('after-change', 'people'),
  'premises-not-shown': entry('after-change', 'room'),
  'for-a-person': entry('not-yours', 'room', false),
  'papers-incomplete': entry('after-change', 'document', false, true),
  'papers-unreadable': entry('after-change', 'document', false, true),
  'papers-not-notarised': entry('after-change', 'document', false, true),
}

export const reasonCodes = Object.keys(failureCatalogue) as ReasonCode[]
export const isReasonCode = (value: string): value is ReasonCode => Object.hasOwn(failureCatalogue, value)
