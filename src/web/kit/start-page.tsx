import { type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import type { Language, Namespace } from '#locales/catalogue.ts'
import { startLanguage } from './language.ts'
import { mountLiveRegions } from './live-region.ts'
import { Skeleton } from './skeleton.tsx'
import { applyTheme, savedTheme } from './theme.ts'
import { Toasts } from './toast.tsx'

/** What every page does first: theme, words, live regions, then its own content. Offered are all languages, unless said. */
export const startPage = async (
  namespaces: Namespace[],
  content: ReactNode,
  offered?: readonly Language[],
): Promise<void> => {
  applyTheme(savedTheme())
  mountLiveRegions()
  await startLanguage(['common', ...namespaces], offered)
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no element to put its content into')
  createRoot(root).render(
    <StrictMode>
      <Suspense fallback={<Skeleton className="mx-auto max-w-read p-8" />}>{content}</Suspense>
      <Toasts />
    </StrictMode>,
  )
}
