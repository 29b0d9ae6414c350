import { useTranslation } from 'react-i18next'
import { Card } from '../../kit/card.tsx'
import { Icon } from '../../kit/icon.tsx'
import { SoundPicture } from '../../kit/sound-picture.tsx'
import type { Attempt, Finding } from '../api/seller-queries.ts'
import { measuredText } from './measure.ts'
import { ProofPicture } from './proof-picture.tsx'

/** What is found by holding two pictures against each other is proved by both. */
const comparing: readonly string[] = ['face.portrait-match', 'face.same-person', 'id-card.sides-agree']

/** [FA1] [FA2] One reason: what we saw, with its picture, value and limit; what to do; the code, small, for support. */
export const FailureCard = ({
  failure,
  finding,
}: {
  failure: Attempt['failures'][number]
  finding: Finding | undefined
}) => {
  const { t, i18n } = useTranslation(['seller', 'failure', 'check'])
  const key = `failure:${failure.code}`
  const frames = finding?.proofFrames.slice(0, comparing.includes(finding.check) ? 2 : 1) ?? []
  const hasSound = finding !== undefined && (finding.waveform !== null || finding.proofSeries.length > 0)
  const measured = finding ? measuredText(finding, t, i18n.language) : null
  return (
    <Card className={frames.length > 0 || hasSound ? 'grid gap-5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]' : ''}>
      {(frames.length > 0 || hasSound) && (
        <div className="grid content-start gap-3">
          {frames.map((frame) => (
            <ProofPicture key={frame.frameId} frame={frame} about={t(`${key}.title`)} />
          ))}
          {hasSound && (
            <SoundPicture
              wave={finding.waveform}
              series={finding.proofSeries}
              offsetMs={finding.check === 'lip-sync.offset' ? finding.value : null}
            />
          )}
        </div>
      )}
      <div className="grid content-start gap-3">
        <h3 className="flex items-start gap-2 text-lg font-semibold">
          <span className="mt-0.5 text-blocked">
            <Icon name="blocked" sizePx={22} />
          </span>
          {t(`${key}.title`)}
        </h3>
        <div>
          <p className="text-sm font-medium text-ink-soft">{t('result.why')}</p>
          <p className="max-w-read">{t(`${key}.why`)}</p>
          {measured && <p className="tabular text-sm text-ink-soft">{measured}</p>}
        </div>
        <div className="rounded-control bg-accent-wash px-4 py-3">
          <p className="text-sm font-medium text-accent">{t('result.fix')}</p>
          <p className="max-w-read">{t(`${key}.fix`)}</p>
        </div>
        <a
          className="w-fit py-1 text-accent underline underline-offset-4"
          href={`/help/${failure.code}?lang=${i18n.language}`}
          target="_blank"
          rel="noreferrer"
        >
          {t('result.help')}
        </a>
        <p className="text-sm text-ink-faint">
          {failure.originalCode
            ? t('result.codeOriginal', { code: failure.code, original: failure.originalCode })
            : t('result.code', { code: failure.code })}
        </p>
      </div>
    </Card>
  )
}
