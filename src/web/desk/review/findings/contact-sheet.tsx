import { useTranslation } from 'react-i18next'
import type { Finding } from '../../calls/desk-queries.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { momentText } from '../timeline-layout.ts'
import { ProofPicture } from './proof-picture.tsx'

/** More pictures than these belong together and are laid out in order of time. */
export const sheetFrom = 4

/** What the turn with the camera showed, as a sheet of small pictures; a press shows them large. */
export const ContactSheet = ({ finding, onProof }: { finding: Finding; onProof: () => void }) => {
  const { t } = useTranslation('desk')
  const about = useDeskWords().check(finding.check)
  return (
    <button
      type="button"
      onClick={onProof}
      className="mt-2 block w-full overflow-hidden rounded-md border border-line text-left hover:border-line-strong"
    >
      <span className="sr-only">{t('proof.open', { about, count: finding.proofFrames.length })}</span>
      <span aria-hidden="true" className="grid grid-cols-2 gap-1 sm:grid-cols-4">
        {finding.proofFrames.map((proof) => (
          <span key={proof.frameId} className="relative block">
            <ProofPicture proof={proof} about={about} close={false} className="aspect-video w-full" />
            <span className="tabular absolute bottom-0 left-0 rounded-tr-md bg-lens-veil px-1.5 text-xs text-lens-ink">
              {momentText(proof.atMs)}
            </span>
          </span>
        ))}
      </span>
    </button>
  )
}
