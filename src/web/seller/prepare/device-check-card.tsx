import { type RefObject, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import type { DeviceReport } from '#domain/device-rules.ts'
import { sellerRate } from '../../capture/recording-format.ts'
import { type DeviceCheckPart, deviceCheckParts, partOfProblem } from '../../device-check/run-device-check.ts'
import { watchSoundLevel } from '../../device-check/sound-level.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { announce } from '../../kit/live-region.ts'
import { Problem } from '../../kit/problem.tsx'
import { type Meaning, Status } from '../../kit/status.tsx'
import { instantText } from '../../kit/time-text.ts'
import { DeviceChoice } from './device-choice.tsx'
import { LevelMeter } from './level-meter.tsx'
import { LivePicture } from './live-picture.tsx'
import { useDeviceCheck } from './use-device-check.ts'
import type { useMedia } from './use-media.ts'

const partIcons: Record<(typeof deviceCheckParts)[number], IconName> = {
  browser: 'screen',
  camera: 'camera',
  picture: 'clock',
  microphone: 'microphone',
  network: 'network',
}

/** [DV3] A line slower than what is recorded sends the rest afterwards. */
const recordedMbps = (sellerRate.videoBitsPerSecond + sellerRate.audioBitsPerSecond) / 1_000_000

/** What could not be looked at is neither good nor bad. */
const isUnknown = (part: DeviceCheckPart, report: DeviceReport): boolean =>
  part === 'network' ? !report.network : !report.camera && (part === 'picture' || part === 'microphone')

export type DeviceCheckCardProps = {
  verification: SellerCase
  door: ReturnType<typeof useMedia>
  video: RefObject<HTMLVideoElement | null>
}

/** [DV1] Try camera and microphone: the living picture, the level, and in plain words what is wrong and how to mend it. */
export const DeviceCheckCard = ({ verification, door, video }: DeviceCheckCardProps) => {
  const { t, i18n } = useTranslation('device')
  const { media, open, chosen, choose, choice } = door
  const { check, level01, setLevel01, run } = useDeviceCheck(verification, video)
  const stream = media.state === 'open' ? media.stream : null

  // Between checks the meter goes on, so that people can see themselves speak.
  const watching = stream !== null && check.state !== 'running'
  useEffect(
    () => (watching && stream ? watchSoundLevel(stream, setLevel01) : undefined),
    [watching, stream, setLevel01],
  )

  const start = async (devices = chosen) => run(await open(devices))
  const problems = check.state === 'done' || check.state === 'saving' ? check.problems : []
  const finished = check.state === 'done' || check.state === 'saving'
  const { lastCheck } = verification.device
  const passedBefore = check.state === 'waiting' && lastCheck?.ok === true && lastCheck.current
  const { device } = verification
  const limits = {
    width: device.cameraMinWidthPx,
    height: device.cameraMinHeightPx,
    uplink: device.minUplinkMbps,
    latency: device.maxLatencyMs,
  }

  const line = finished ? check.report.network : null
  const sendsLater = problems.length === 0 && line ? line.uplinkMbps < recordedMbps : false

  useEffect(() => {
    if (check.state === 'done') announce(check.problems.length === 0 ? t('passed') : t('failed'))
  }, [check, t])

  return (
    <Card title={t('title')}>
      <div className="grid gap-5 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-3">
          <div className="relative aspect-video overflow-hidden rounded-card bg-lens">
            <LivePicture stream={stream} video={video} label={t('camera')} className="size-full" />
            {!stream && (
              <div className="absolute inset-0 grid place-content-center justify-items-center gap-3 p-6 text-center text-lens-soft">
                <Icon name="camera" sizePx={32} />
                <p className="max-w-xs">{media.state === 'asking' ? t('asking') : t('startBody')}</p>
              </div>
            )}
          </div>
          {stream && (
            <div className="grid gap-1.5">
              <p className="flex items-center gap-2 text-sm text-ink-soft">
                <Icon name="microphone" sizePx={16} />
                {t('speak')}
              </p>
              <LevelMeter rms01={level01} />
            </div>
          )}
        </div>
        <div className="grid content-start gap-4">
          <ul className="divide-y divide-line border-y border-line">
            {deviceCheckParts.map((part) => {
              const bad = problems.some((problem) => partOfProblem(problem) === part)
              // A line that could not be measured is a problem where one is asked for; a microphone beside a closed camera is none of its own.
              const unknown = finished && isUnknown(part, check.report) && (part !== 'network' || !bad)
              const state = !finished
                ? check.state === 'running'
                  ? 'running'
                  : passedBefore
                    ? 'ok'
                    : 'waiting'
                : unknown
                  ? 'waiting'
                  : bad
                    ? 'problem'
                    : 'ok'
              const meaning: Meaning = state === 'ok' ? 'good' : state === 'problem' ? 'blocked' : 'neutral'
              return (
                <li key={part} className="flex min-h-11 items-center justify-between gap-3">
                  <span className="flex items-center gap-2.5">
                    <Icon name={partIcons[part]} sizePx={18} />
                    {t(`check.${part}`)}
                    {part === 'network' && line && (
                      <span className="tabular text-sm text-ink-soft">
                        {t('line', { mbps: line.uplinkMbps, ms: line.latencyMs })}
                      </span>
                    )}
                  </span>
                  <Status meaning={meaning} icon={meaning === 'neutral' ? 'clock' : meaning}>
                    {t(`state.${state}`)}
                  </Status>
                </li>
              )
            })}
          </ul>
          {choice.cameras.length + choice.microphones.length > 2 && (
            <DeviceChoice
              choice={choice}
              chosen={chosen}
              onChoose={(next) => {
                choose(next)
                void start(next)
              }}
            />
          )}
          <div>
            <Button
              look={passedBefore || (finished && problems.length === 0) ? 'secondary' : 'primary'}
              size="large"
              busy={check.state === 'running' || check.state === 'saving' || media.state === 'asking'}
              onClick={() => void start()}
            >
              {check.state === 'running'
                ? t('running')
                : check.state === 'saving'
                  ? t('saving')
                  : finished || passedBefore
                    ? t('again')
                    : t('start')}
            </Button>
          </div>
        </div>
      </div>
      <div className="mt-4 grid gap-3 empty:hidden">
        {check.state === 'done' && Boolean(check.error) && <Problem error={check.error} onRetry={() => void start()} />}
        {problems.map((problem) => (
          <Banner key={problem} meaning="blocked" title={t(`problem.${problem}.title`)}>
            {t(`problem.${problem}.fix`, limits)}
          </Banner>
        ))}
        {finished &&
          check.signals.map((signal) => (
            <Banner key={signal} meaning="needs-you" title={t('signal.title')}>
              {t(`signal.${signal}`)}
            </Banner>
          ))}
        {sendsLater && (
          <Banner meaning="neutral" title={t('slowLine.title')}>
            {verification.call ? t('slowLine.inCall') : t('slowLine.inRun')}
          </Banner>
        )}
        {check.state === 'done' && problems.length === 0 && !check.error && (
          <Banner meaning="good" title={t('passed')} />
        )}
        {passedBefore && lastCheck && (
          <Banner meaning="good" title={t('passedBefore', { at: instantText(lastCheck.at, i18n.language) })} />
        )}
      </div>
    </Card>
  )
}
