import type { Loader, SellerNamespace } from '../catalogue.ts'

export const words: Record<SellerNamespace, Loader> = {
  common: () => import('./common.json', { with: { type: 'json' } }),
  refusal: () => import('./refusal.json', { with: { type: 'json' } }),
  failure: () => import('./failure.json', { with: { type: 'json' } }),
  check: () => import('./check.json', { with: { type: 'json' } }),
  history: () => import('./history.json', { with: { type: 'json' } }),
  notice: () => import('./notice.json', { with: { type: 'json' } }),
  mail: () => import('./mail.json', { with: { type: 'json' } }),
  seller: () => import('./seller.json', { with: { type: 'json' } }),
  capture: () => import('./capture.json', { with: { type: 'json' } }),
  device: () => import('./device.json', { with: { type: 'json' } }),
  public: () => import('./public.json', { with: { type: 'json' } }),
}
