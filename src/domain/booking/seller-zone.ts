import type { Program } from '../program.ts'

/**
 * [NO2] The zone of the clock that a seller's mails tell the time by. A registration names none; whoever reads Chinese is taken
 * to sit in China, anybody else where the program does. The site's time always stands beside it.
 */
export const sellerZone = (language: string, program: Program): string =>
  language === 'zh' ? 'Asia/Shanghai' : program.zone
