import { readFile } from 'node:fs/promises'
import type { PublicWords } from '#http/public/page-frame.ts'
import { loadBuyerWords } from '#locales/buyer-words.ts'
import { loadTranslate } from '#locales/translate.ts'

/** Words and colours of the public pages, from the locales and from the kit. */
export const openPublicWords = async (): Promise<PublicWords> => ({
  say: await loadTranslate(['public', 'failure', 'refusal']),
  sayToBuyer: await loadBuyerWords(),
  colours: await readFile(new URL('../web/kit/tokens.css', import.meta.url), 'utf8'),
})
