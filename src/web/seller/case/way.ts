import type { SellerCase } from '#contracts/seller-api.ts'
import type { Step } from '../../kit/steps.tsx'

export const wayStops = ['prepare', 'agree', 'run', 'check', 'restored'] as const
export type WayStop = (typeof wayStops)[number]

/** Where the seller is on the way; `failed` when the stop asks for something to be mended first. */
export const placeOf = (
  verification: Pick<SellerCase, 'nextStep' | 'status'>,
): { stop: WayStop | 'end'; failed: boolean } => {
  switch (verification.nextStep) {
    case 'complete-registration':
    case 'renew-licence':
    case 'confirm-phone':
    case 'contact-support':
      return { stop: 'prepare', failed: true }
    case 'compare-registration':
    case 'book-call':
    case 'check-device':
    case 'follow-offline-lane':
      return { stop: 'prepare', failed: false }
    case 'give-consent':
      return { stop: 'agree', failed: false }
    case 'confirm-phone-code':
    case 'start-run':
    case 'wait-for-call':
    case 'enter-call':
    case 'continue-run':
      return { stop: 'run', failed: false }
    case 'wait-for-lock':
    case 'wait-for-tomorrow':
      return { stop: 'run', failed: true }
    case 'wait-for-findings':
    case 'appeal':
      return { stop: 'check', failed: true }
    case 'wait-for-appeal':
    case 'wait-for-review':
      return { stop: 'check', failed: false }
    case 'wait-for-restoration':
      return { stop: 'restored', failed: false }
    case 'nothing':
      return { stop: 'end', failed: false }
  }
}

export const wayOf = (
  verification: Pick<SellerCase, 'nextStep' | 'status'>,
  name: (stop: WayStop) => string,
): Step[] => {
  const { stop, failed } = placeOf(verification)
  const at = stop === 'end' ? wayStops.length : wayStops.indexOf(stop)
  return wayStops.map((id, index) => ({
    id,
    label: name(id),
    state: index < at ? 'done' : index > at ? 'ahead' : failed ? 'failed' : 'current',
  }))
}
