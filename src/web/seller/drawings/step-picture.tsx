import type { ReactNode } from 'react'
import type { CaptureStep } from '../../capture/run-api.ts'

/** What will be asked, as pictures: one scene for each kind of step, drawn in the colours of the page. */
const Person = ({ dim = false }: { dim?: boolean }) => (
  <g className={dim ? 'opacity-45' : ''}>
    <circle cx="80" cy="38" r="17" className="fill-surface stroke-ink-soft" />
    <path d="M63 36c1-12 8-18 17-18s16 6 17 18c-3-6-8-9-17-9s-14 3-17 9Z" className="fill-ink-soft stroke-none" />
    <path d="M40 112c1-26 15-44 40-44s39 18 40 44" className="fill-accent-wash stroke-ink-soft" />
  </g>
)

const CardFrame = ({ children }: { children: ReactNode }) => (
  <g>
    <rect x="52" y="68" width="56" height="36" rx="4" className="fill-surface stroke-accent" strokeWidth="2.4" />
    {children}
    <path d="M47 98c3-6 8-7 10-4M113 98c-3-6-8-7-10-4" className="stroke-ink-soft" fill="none" />
  </g>
)

const scenes: Record<CaptureStep['kind'], ReactNode> = {
  'id-front': (
    <>
      <Person dim />
      <CardFrame>
        <circle cx="94" cy="81" r="4.5" className="fill-accent stroke-none" />
        <path d="M86 95c1-6 4-8 8-8s7 2 8 8Z" className="fill-accent stroke-none" />
        <path d="M59 78h18M59 84h22M59 90h14M59 97h40" className="stroke-accent" strokeWidth="1.8" />
      </CardFrame>
    </>
  ),
  'id-back': (
    <>
      <Person dim />
      <CardFrame>
        <circle cx="66" cy="80" r="6" className="stroke-accent" fill="none" />
        <path
          d="m66 76 1.2 2.6 2.8.3-2.1 1.9.6 2.8-2.5-1.4-2.5 1.4.6-2.8-2.1-1.9 2.8-.3Z"
          className="fill-accent stroke-none"
        />
        <path d="M78 78h22M78 84h16M62 97h36" className="stroke-accent" strokeWidth="1.8" />
      </CardFrame>
    </>
  ),
  face: (
    <>
      <circle cx="80" cy="54" r="26" className="fill-surface stroke-ink-soft" />
      <path
        d="M54 52c1-18 11-28 26-28s25 10 26 28c-5-10-13-14-26-14s-21 4-26 14Z"
        className="fill-ink-soft stroke-none"
      />
      <path d="M71 54v1M89 54v1M72 67c4 3.5 12 3.5 16 0" className="stroke-ink-soft" />
      <path d="M34 112c4-18 20-26 46-26s42 8 46 26" className="fill-accent-wash stroke-ink-soft" />
      <ellipse
        cx="80"
        cy="54"
        rx="36"
        ry="46"
        className="stroke-accent"
        fill="none"
        strokeDasharray="5 5"
        strokeWidth="2.4"
      />
      <path d="M30 54H16m6-6-6 6 6 6M130 54h14m-6-6 6 6-6 6" className="stroke-accent" strokeWidth="2.4" />
    </>
  ),
  digits: (
    <>
      <g transform="translate(-26 0)">
        <Person />
        <path d="M74 46c3 4 9 4 12 0" className="stroke-ink-soft" />
      </g>
      <path
        d="M92 22h50a6 6 0 0 1 6 6v34a6 6 0 0 1-6 6h-34l-14 12V28a6 6 0 0 1-2-6Z"
        className="fill-surface stroke-accent"
        strokeWidth="2.4"
      />
      <text x="121" y="58" textAnchor="middle" className="fill-accent stroke-none font-semibold" fontSize="34">
        4
      </text>
      <g className="fill-accent stroke-none">
        <circle cx="106" cy="98" r="3.5" />
        <circle cx="118" cy="98" r="3.5" className="opacity-45" />
        <circle cx="130" cy="98" r="3.5" className="opacity-45" />
        <circle cx="142" cy="98" r="3.5" className="opacity-45" />
      </g>
    </>
  ),
  pan: (
    <>
      <path d="M20 20h120v84H20Z" className="fill-surface stroke-ink-faint" />
      <path d="M60 20v-3h40v3M140 54v-18M20 66v22" className="stroke-ink-faint" strokeWidth="4" />
      <rect x="28" y="28" width="30" height="16" className="fill-sunken stroke-ink-faint" />
      <circle cx="84" cy="62" r="10" className="fill-accent-wash stroke-ink-soft" />
      <path d="M77 56h14l4-9H73Z" className="fill-ink-soft stroke-none" />
      <path d="M84 33a29 29 0 1 1-26 16" className="stroke-accent" fill="none" strokeWidth="2.6" />
      <path d="m50 51 8-4 3 8" className="stroke-accent" fill="none" strokeWidth="2.6" />
    </>
  ),
  licence: (
    <>
      <Person dim />
      <rect x="44" y="56" width="72" height="52" rx="3" className="fill-surface stroke-accent" strokeWidth="2.4" />
      <path d="M66 66h28M54 76h40M54 83h34M54 90h38" className="stroke-accent" strokeWidth="1.8" />
      <circle cx="101" cy="93" r="7" className="stroke-blocked" fill="none" />
    </>
  ),
  document: (
    <>
      <Person dim />
      <path d="M56 54h38l10 10v46H56Z" className="fill-surface stroke-accent" strokeWidth="2.4" />
      <path d="M94 54v10h10M64 74h32M64 82h32M64 90h22" className="stroke-accent" strokeWidth="1.8" fill="none" />
    </>
  ),
  statement: (
    <>
      <g transform="translate(-26 0)">
        <Person />
      </g>
      <path
        d="M92 22h50a6 6 0 0 1 6 6v34a6 6 0 0 1-6 6h-34l-14 12V28a6 6 0 0 1-2-6Z"
        className="fill-surface stroke-accent"
        strokeWidth="2.4"
      />
      <path d="M104 36h32M104 45h32M104 54h20" className="stroke-accent" strokeWidth="1.8" />
    </>
  ),
}

/** Decoration beside the sentence that says the same. */
export const StepPicture = ({ kind, className }: { kind: CaptureStep['kind']; className?: string }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 160 120"
    className={className}
    strokeWidth={1.8}
    strokeLinecap="round"
    strokeLinejoin="round"
    fill="none"
  >
    {scenes[kind]}
  </svg>
)
