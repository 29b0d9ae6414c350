import type { Models } from '../models/load.ts'
import { readerAlphabet } from './text-recognise.ts'

const alphabets = new WeakMap<Models, Promise<string[]>>()

/** The reader's alphabet, read from its file once. */
export const alphabetOf = (models: Models): Promise<string[]> => {
  let alphabet = alphabets.get(models)
  if (!alphabet) {
    alphabet = models.text('text-alphabet').then(readerAlphabet)
    alphabets.set(models, alphabet)
  }
  return alphabet
}
