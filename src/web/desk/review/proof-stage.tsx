import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { KeyHint } from '../../kit/key-hint.tsx'
import type { Finding } from '../calls/desk-queries.ts'
import { useDeskWords } from '../words/use-desk-words.ts'
import { ProofPicture } from './findings/proof-picture.tsx'
import { momentText } from './timeline-layout.ts'

export type ProofStageProps = {
  finding: Finding
  close: boolean
  onZoom: () => void
  onSeek: (ms: number) => void
  onClose: () => void
}

/** The proof of one finding, as large as the clip and in its place, so that the registration stays in view beside it. */
export const ProofStage = ({ finding, close, onZoom, onSeek, onClose }: ProofStageProps) => {
  const { t } = useTranslation('desk')
  const about = useDeskWords().check(finding.check)
  const closing = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // Where the focus was comes back when this closes; on narrow screens that is far below, so the page follows.
    const before = document.activeElement
    closing.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <section aria-label={t('proof.title', { about })} className="absolute inset-0 flex flex-col bg-lens text-lens-ink">
      <div className="flex flex-wrap items-center gap-2 px-3 py-1.5">
        <p className="min-w-0 flex-1 truncate font-medium">{t('proof.title', { about })}</p>
        <Button onClick={onZoom} className="min-h-8">
          <span className="inline-flex items-center gap-2">
            {t(close ? 'proof.whole' : 'proof.close')} <KeyHint keys="Z" />
          </span>
        </Button>
        <button
          ref={closing}
          type="button"
          onClick={onClose}
          className="flex min-h-8 items-center gap-2 rounded-control border border-lens-soft px-3"
        >
          {t('proof.back')} <KeyHint keys="Esc" />
        </button>
      </div>
      <ul
        className={classNames(
          'grid min-h-0 flex-1 gap-1',
          finding.proofFrames.length > 1 && finding.proofFrames.length <= 4 && 'sm:grid-cols-2',
          finding.proofFrames.length > 4 && 'auto-rows-max content-start sm:grid-cols-3',
          finding.proofFrames.length > 2 && 'overflow-auto',
        )}
      >
        {finding.proofFrames.map((proof) => (
          <li key={proof.frameId} className="relative min-h-0">
            <ProofPicture
              proof={proof}
              about={about}
              close={close}
              labelled
              className={finding.proofFrames.length > 4 ? 'aspect-video w-full' : 'size-full'}
            />
            <button
              type="button"
              onClick={() => {
                onSeek(proof.atMs)
                onClose()
              }}
              className="tabular absolute right-2 bottom-2 rounded-control bg-lens-veil px-2 py-1 text-sm text-lens-ink underline"
            >
              {t('proof.inClip', { at: momentText(proof.atMs) })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
