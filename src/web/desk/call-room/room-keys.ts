import type { Press } from '../keys/key-map.ts'
import type { Judgement } from './room-api.ts'

/**
 * The keys of a call: one table for what they do and for the help that shows them. Letters stand for the English names of
 * things in both languages, since that is what is printed on the keys.
 */
export type RoomAction =
  | { do: 'step'; no: number }
  | { do: 'close-step' }
  | { do: 'next-step' }
  | { do: 'judge'; judgement: Judgement }
  | { do: 'snapshot' }
  | { do: 'ring' }
  | { do: 'pause' }
  | { do: 'microphone' }
  | { do: 'note' }
  | { do: 'chat' }
  | { do: 'question' }
  | { do: 'suspicion' }
  | { do: 'people' }
  | { do: 'picture' }
  | { do: 'zoom' }
  | { do: 'end' }
  | { do: 'choose'; outcome: 'pass' | 'fail' | 'void' }
  | { do: 'confirm' }
  | { do: 'back' }
  | { do: 'help' }

const letters: Record<string, RoomAction> = {
  r: { do: 'ring' },
  '0': { do: 'close-step' },
  ']': { do: 'next-step' },
  y: { do: 'judge', judgement: 'right' },
  x: { do: 'judge', judgement: 'wrong' },
  u: { do: 'judge', judgement: 'not-needed' },
  n: { do: 'note' },
  p: { do: 'pause' },
  m: { do: 'microphone' },
  c: { do: 'chat' },
  q: { do: 'question' },
  s: { do: 'suspicion' },
  h: { do: 'people' },
  o: { do: 'picture' },
  z: { do: 'zoom' },
  e: { do: 'end' },
  '?': { do: 'help' },
}

/** While the end is being prepared these letters choose the verdict, as in a review. */
const atTheEnd: Record<string, RoomAction> = {
  p: { do: 'choose', outcome: 'pass' },
  f: { do: 'choose', outcome: 'fail' },
  v: { do: 'choose', outcome: 'void' },
}

/** What a press asks for, or null when it is none of our business. */
export const roomActionOf = (
  { key, shift, command, alt, typing, onControl }: Press,
  ending: boolean,
): RoomAction | null => {
  if (command && !alt && !shift && key === 'Enter') return { do: 'confirm' }
  if (command || alt) return null
  if (key === 'Escape') return { do: 'back' }
  if (typing) return null
  if (key === ' ') return onControl ? null : { do: 'snapshot' }
  if (/^[1-9]$/.test(key)) return { do: 'step', no: Number(key) }
  const letter = key.toLowerCase()
  return (ending ? atTheEnd[letter] : undefined) ?? letters[letter] ?? null
}

/** The help in the order in which it is read; the words are under `desk:callRoom.key.<name>`. */
export const roomKeyHelp: { keys: string[]; name: string }[] = [
  { keys: ['1', '…', '9'], name: 'step' },
  { keys: [']'], name: 'next-step' },
  { keys: ['0'], name: 'close-step' },
  { keys: ['Space'], name: 'snapshot' },
  { keys: ['Y'], name: 'right' },
  { keys: ['X'], name: 'wrong' },
  { keys: ['U'], name: 'not-needed' },
  { keys: ['N'], name: 'note' },
  { keys: ['O'], name: 'picture' },
  { keys: ['Z'], name: 'zoom' },
  { keys: ['Q'], name: 'question' },
  { keys: ['C'], name: 'chat' },
  { keys: ['S'], name: 'suspicion' },
  { keys: ['H'], name: 'people' },
  { keys: ['M'], name: 'microphone' },
  { keys: ['P'], name: 'pause' },
  { keys: ['R'], name: 'ring' },
  { keys: ['E'], name: 'end' },
  { keys: ['Ctrl Enter'], name: 'confirm' },
  { keys: ['Esc'], name: 'back' },
  { keys: ['?'], name: 'help' },
]
