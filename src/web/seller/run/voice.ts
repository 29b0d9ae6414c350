import { tagOf } from '#locales/locale.ts'

/** Speaks the prompts where the browser has a voice for the language; silent otherwise, since every prompt is written too. */
export const speak = (text: string, language: string): void => {
  if (!('speechSynthesis' in window)) return
  const wanted = tagOf(language)
  const voice = speechSynthesis.getVoices().find((one) => one.lang.replace('_', '-').startsWith(wanted.slice(0, 2)))
  speechSynthesis.cancel()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = wanted
  if (voice) utterance.voice = voice
  speechSynthesis.speak(utterance)
}

export const hush = (): void => {
  if ('speechSynthesis' in window) speechSynthesis.cancel()
}
