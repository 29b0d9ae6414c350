import { type RefObject, useEffect, useState } from 'react'
import type { RunView } from '../../capture/conduct-run.ts'
import { cardGuide, faceGuide } from '../../capture/hints/guides.ts'
import type { CaptureStep } from '../../capture/run-api.ts'
import { turnShare01 } from './instruction.tsx'
import { useElapsedMs } from './use-elapsed.ts'

export type GuideProps = {
  view: Exclude<RunView, { phase: 'finishing' }>
  good: boolean
  /** How much of the holding time has passed with everything right. */
  held01: number
  degrees: number
  video: RefObject<HTMLVideoElement | null>
}

/**
 * The outline in the picture: card frame, oval or turning ring. It lies in the picture's own coordinates, so it shows
 * exactly the area that the hints look at, whatever part of the picture the window cuts off.
 */
export const Guide = ({ view, good, held01, degrees, video }: GuideProps) => {
  const { width, height } = usePictureSize(video)
  const line = good ? 'stroke-lens-good' : 'stroke-lens-guide'
  return (
    <>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMidYMid slice"
        className="absolute inset-0 size-full"
        fill="none"
      >
        {shapeOf(view.step.kind) === 'card' && <CardShape width={width} height={height} line={line} held01={held01} />}
        {shapeOf(view.step.kind) === 'oval' && <OvalShape width={width} height={height} line={line} />}
        {shapeOf(view.step.kind) === 'ring' && <RingShape width={width} height={height} degrees={degrees} />}
      </svg>
      {view.phase === 'challenge' && <Challenge view={view} />}
    </>
  )
}

const shapeOf = (kind: CaptureStep['kind']): 'card' | 'oval' | 'ring' => {
  switch (kind) {
    case 'id-front':
    case 'id-back':
    case 'licence':
    case 'document':
      return 'card'
    case 'face':
    case 'digits':
    case 'statement':
      return 'oval'
    case 'pan':
      return 'ring'
  }
}

const usePictureSize = (video: RefObject<HTMLVideoElement | null>): { width: number; height: number } => {
  const [size, setSize] = useState({ width: 1280, height: 720 })
  useEffect(() => {
    const element = video.current
    if (!element) return
    const read = () => {
      if (element.videoWidth > 0) setSize({ width: element.videoWidth, height: element.videoHeight })
    }
    read()
    element.addEventListener('resize', read)
    return () => element.removeEventListener('resize', read)
  }, [video])
  return size
}

type ShapeProps = { width: number; height: number; line: string }

const CardShape = ({ width, height, line, held01 }: ShapeProps & { held01: number }) => {
  const box = cardGuide(width, height)
  const corner = box.height * 0.07
  const around = 2 * (box.width + box.height)
  return (
    <>
      <Veil width={width} height={height}>
        <rect {...box} rx={corner} />
      </Veil>
      <rect
        {...box}
        rx={corner}
        className={line}
        strokeWidth={height / 180}
        strokeDasharray={`${height / 36} ${height / 60}`}
      />
      <rect
        {...box}
        rx={corner}
        className="stroke-lens-good transition-[stroke-dashoffset] duration-200 ease-linear"
        strokeWidth={height / 110}
        strokeDasharray={around}
        strokeDashoffset={around * (1 - held01)}
      />
    </>
  )
}

const OvalShape = ({ width, height, line }: ShapeProps) => {
  const { cx, cy, rx, ry } = faceGuide(width, height)
  return (
    <>
      <Veil width={width} height={height}>
        <ellipse cx={cx} cy={cy} rx={rx} ry={ry} />
      </Veil>
      <ellipse cx={cx} cy={cy} rx={rx} ry={ry} className={line} strokeWidth={height / 150} />
    </>
  )
}

/** Everything around the outline is a little darker, so that the eye goes to the middle. */
const Veil = ({ width, height, children }: { width: number; height: number; children: React.ReactNode }) => (
  <>
    <mask id="guide-hole">
      <rect width={width} height={height} fill="white" />
      <g fill="black">{children}</g>
    </mask>
    <rect width={width} height={height} className="fill-lens" opacity={0.38} mask="url(#guide-hole)" />
  </>
)

const RingShape = ({ width, height, degrees }: { width: number; height: number; degrees: number }) => {
  const radius = height * 0.2
  const around = 2 * Math.PI * radius
  const turned01 = Math.min(1, Math.abs(degrees) / 360)
  return (
    <g
      transform={`translate(${width / 2} ${height * 0.42}) rotate(-90)`}
      strokeWidth={height / 45}
      strokeLinecap="round"
    >
      <circle r={radius} className="stroke-lens" opacity={0.55} strokeWidth={height / 30} />
      <circle r={radius} className="stroke-lens-soft" opacity={0.5} />
      <circle
        r={radius}
        className={turned01 >= 1 ? 'stroke-lens-good' : 'stroke-lens-ink'}
        strokeDasharray={around}
        strokeDashoffset={around * (1 - turned01)}
      />
      <text
        transform="rotate(90)"
        y={height * 0.025}
        textAnchor="middle"
        fontSize={height * 0.075}
        className="tabular fill-lens-ink font-semibold"
      >
        {Math.min(360, Math.round(Math.abs(degrees)))}°
      </text>
    </g>
  )
}

const arrows: Record<string, string> = {
  left: 'M36 8 12 30l24 22M12 30h60',
  right: 'M44 8l24 22-24 22M68 30H8',
  up: 'M14 40 38 14l24 26M38 14v44',
  down: 'M14 24l24 26 24-26M38 50V6',
}

const places: Record<string, string> = {
  left: 'left-[8%] top-[38%]',
  right: 'right-[8%] top-[38%]',
  up: 'left-1/2 top-[9%] -translate-x-1/2',
  down: 'left-1/2 bottom-[26%] -translate-x-1/2',
}

/** The drawn prompt: a large digit near the camera, or an arrow at the side to which the head turns. */
const Challenge = ({ view }: { view: Extract<RunView, { phase: 'challenge' }> }) => {
  const elapsedMs = useElapsedMs(view)
  const { challenge, pausing, answerWithinMs } = view
  if (challenge.kind === 'digit')
    return pausing ? null : (
      <p
        aria-live="assertive"
        className="absolute top-16 left-1/2 grid size-28 -translate-x-1/2 place-items-center rounded-card bg-lens-veil text-8xl font-semibold sm:top-3"
      >
        {challenge.value}
      </p>
    )
  if (elapsedMs > answerWithinMs * turnShare01) return null
  return (
    <span
      aria-hidden="true"
      className={`absolute grid size-28 place-items-center rounded-full bg-lens-veil sm:size-36 ${places[challenge.value]}`}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 76 60"
        className="w-3/5 stroke-lens-ink"
        fill="none"
        strokeWidth="7"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={arrows[challenge.value]} />
      </svg>
    </span>
  )
}
