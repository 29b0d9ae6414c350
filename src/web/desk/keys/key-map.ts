/**
 * The keys of the cockpit: one table for what they do and for the help that shows them. Letters stand for the English
 * names of things in both languages, since that is what is printed on the keys.
 */
export type Action =
  | { do: 'play' }
  | { do: 'seek'; byMs: number }
  | { do: 'mark'; step: 1 | -1 }
  | { do: 'step'; no: number }
  | { do: 'finding'; step: 1 | -1 }
  | { do: 'proof' }
  | { do: 'zoom' }
  | { do: 'rate' }
  | { do: 'sound' }
  | { do: 'choose'; outcome: 'pass' | 'fail' | 'void' }
  | { do: 'note' }
  | { do: 'confirm' }
  | { do: 'back' }
  | { do: 'queue' }
  | { do: 'help' }

export type Press = {
  key: string
  shift: boolean
  /** Control, or Command on a Mac. */
  command: boolean
  alt: boolean
  /** The keys belong to a text that is being typed. */
  typing: boolean
  /** The focus stands on a button or link, which Enter and space press. */
  onControl: boolean
}

const seekMs = 5000
const fineSeekMs = 200

const letters: Record<string, Action> = {
  j: { do: 'finding', step: 1 },
  k: { do: 'finding', step: -1 },
  o: { do: 'proof' },
  z: { do: 'zoom' },
  s: { do: 'rate' },
  m: { do: 'sound' },
  p: { do: 'choose', outcome: 'pass' },
  f: { do: 'choose', outcome: 'fail' },
  v: { do: 'choose', outcome: 'void' },
  n: { do: 'note' },
  q: { do: 'queue' },
  '?': { do: 'help' },
  '[': { do: 'mark', step: -1 },
  ']': { do: 'mark', step: 1 },
}

/** What a press asks for, or null when it is none of our business. */
export const actionOf = ({ key, shift, command, alt, typing, onControl }: Press): Action | null => {
  if (command && !alt && !shift && key === 'Enter') return { do: 'confirm' }
  if (command || alt) return null
  // Escape leaves a text for the keys again; everything else that is typed is text.
  if (key === 'Escape') return { do: 'back' }
  if (typing) return null
  if (key === ' ') return onControl ? null : { do: 'play' }
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const byMs = shift ? fineSeekMs : seekMs
    return { do: 'seek', byMs: key === 'ArrowLeft' ? -byMs : byMs }
  }
  if (/^[1-9]$/.test(key)) return { do: 'step', no: Number(key) }
  return letters[key.toLowerCase()] ?? null
}

/** The help in the order in which it is read; the words are under `desk:shortcut.<name>`. */
export const keyHelp: { group: 'clip' | 'findings' | 'decision' | 'page'; keys: string[]; name: string }[] = [
  { group: 'clip', keys: ['Space'], name: 'play' },
  { group: 'clip', keys: ['←', '→'], name: 'seek' },
  { group: 'clip', keys: ['Shift ←', 'Shift →'], name: 'seekFine' },
  { group: 'clip', keys: ['1', '…', '9'], name: 'step' },
  { group: 'clip', keys: ['[', ']'], name: 'mark' },
  { group: 'clip', keys: ['S'], name: 'rate' },
  { group: 'clip', keys: ['M'], name: 'sound' },
  { group: 'findings', keys: ['J', 'K'], name: 'finding' },
  { group: 'findings', keys: ['O'], name: 'proof' },
  { group: 'findings', keys: ['Z'], name: 'zoom' },
  { group: 'decision', keys: ['P'], name: 'pass' },
  { group: 'decision', keys: ['F'], name: 'fail' },
  { group: 'decision', keys: ['V'], name: 'void' },
  { group: 'decision', keys: ['N'], name: 'note' },
  { group: 'decision', keys: ['Ctrl Enter'], name: 'confirm' },
  { group: 'page', keys: ['Esc'], name: 'back' },
  { group: 'page', keys: ['Q'], name: 'queue' },
  { group: 'page', keys: ['?'], name: 'help' },
]
