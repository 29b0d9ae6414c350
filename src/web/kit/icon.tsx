import type { ReactNode } from 'react'

/** Line drawings on a 20 px grid, in the colour of the text beside them. They never stand for a meaning alone. */
const drawings = {
  good: <path d="M4 10.5 8 14.5 16 5.5" />,
  'needs-you': (
    <>
      <path d="M10 3 18 16.5H2Z" />
      <path d="M10 8v4M10 14.2v.1" />
    </>
  ),
  blocked: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="m6.8 6.8 6.4 6.4M13.2 6.8l-6.4 6.4" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 9v4.5M10 6.4v.1" />
    </>
  ),
  clock: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 5.5V10l3 2" />
    </>
  ),
  camera: (
    <>
      <path d="M2.5 6.5h4l1.4-2h4.2l1.4 2h4v10h-15Z" />
      <circle cx="10" cy="11" r="3" />
    </>
  ),
  microphone: (
    <>
      <rect x="7.5" y="2.5" width="5" height="9" rx="2.5" />
      <path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5" />
    </>
  ),
  card: (
    <>
      <rect x="2" y="4" width="16" height="12" rx="1.5" />
      <path d="M4.5 8h6M4.5 11h4M12.5 7.5h3v4h-3Z" />
    </>
  ),
  person: (
    <>
      <circle cx="10" cy="7" r="3.5" />
      <path d="M3.5 17.5c.6-3.6 3.2-5.2 6.5-5.2s5.9 1.6 6.5 5.2" />
    </>
  ),
  network: <path d="M2.5 8a11 11 0 0 1 15 0M5 11a7.4 7.4 0 0 1 10 0M7.5 14a3.6 3.6 0 0 1 5 0M10 16.6v.1" />,
  lock: (
    <>
      <rect x="4" y="9" width="12" height="8.5" rx="1.5" />
      <path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9" />
    </>
  ),
  home: <path d="M3 9.5 10 3l7 6.5V17H12v-4.5H8V17H3Z" />,
  box: <path d="m10 2.5 7 3.5v8l-7 3.5L3 14V6Zm0 0V10m0 0 7-4m-7 4L3 6m7 4v7.5" />,
  list: <path d="M3 5h14M3 10h14M3 15h9" />,
  money: (
    <>
      <rect x="2" y="5" width="16" height="10" rx="1.5" />
      <circle cx="10" cy="10" r="2.3" />
    </>
  ),
  message: <path d="M3 4h14v9.5H9L5.5 17v-3.5H3Z" />,
  turn: <path d="M16.5 10a6.5 6.5 0 1 1-2-4.7M14.8 2v3.6h-3.6" />,
  sun: (
    <>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.4 4.4l1.4 1.4M14.2 14.2l1.4 1.4M4.4 15.6l1.4-1.4M14.2 5.8l1.4-1.4" />
    </>
  ),
  moon: <path d="M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8Z" />,
  screen: (
    <>
      <rect x="2" y="3.5" width="16" height="10" rx="1.5" />
      <path d="M7 17h6M10 13.5V17" />
    </>
  ),
  copy: (
    <>
      <rect x="7" y="7" width="10" height="10" rx="1.5" />
      <path d="M4.5 13H3V3h10v1.5" />
    </>
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  next: <path d="m8 4.5 5.5 5.5L8 15.5" />,
  back: <path d="M12 4.5 6.5 10l5.5 5.5" />,
  sound: <path d="M3 7.5h3l4-3.5v12l-4-3.5H3ZM13 7.5a3.6 3.6 0 0 1 0 5M15.2 5a7 7 0 0 1 0 10" />,
  shield: <path d="M10 2.5 16.5 5v5c0 4-2.8 6.6-6.5 7.8C6.3 16.6 3.5 14 3.5 10V5Z" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

/** Decoration beside words: hidden from screen readers. */
export const Icon = ({ name, sizePx = 20 }: { name: IconName; sizePx?: number }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 20 20"
    width={sizePx}
    height={sizePx}
    fill="none"
    stroke="currentColor"
    strokeWidth={1.6}
    strokeLinecap="round"
    strokeLinejoin="round"
    className="shrink-0"
  >
    {drawings[name]}
  </svg>
)
