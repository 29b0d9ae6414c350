import type { Program } from '../program.ts'

/**
 * [NO2] The zone of the clock that a seller's mails tell the time by. A registration names none; whoever reads Chinese is taken
 * to sit in China, a reader of Thai in Thailand and so on; anybody else where the program does. The site's time always stands beside it.
 */
const zones: Partial<Record<string, string>> = {
  zh: 'Asia/Shanghai',
  th: 'Asia/Bangkok',
  id: 'Asia/Jakarta',
  vi: 'Asia/Ho_Chi_Minh',
  ms: 'Asia/Kuala_Lumpur',
}

export const sellerZone = (language: string, program: Program): string => zones[language] ?? program.zone
