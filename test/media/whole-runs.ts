import { inventedIdNumber } from '#main/demo/media/render/invented-identity.ts'
import { type RunChoice, type WholeRun, wholeRun } from '#main/demo/media/whole-run.ts'
import { mediaOptions } from './media-cache.ts'

/**
 * A seller's whole run from the tests' cache, e.g. `wholeRunOf({ person: 'a', portraitOf: 'b' })`: recording,
 * registration, challenge and truth, as objects and as files for `countersign inspect`.
 */
export const wholeRunOf = (choice: RunChoice): Promise<WholeRun> => wholeRun(choice, mediaOptions)

/** The runs that tests speak of by name. Everything left out is as it is for an honest seller. */
export const runChoices = {
  clean: { person: 'a' },
  cleanOfOtherMan: { person: 'b' },
  otherPersonsCard: { person: 'a', portraitOf: 'b' },
  // Issued at 25, so for ten years: nothing but its date is wrong.
  expiredCard: { person: 'a', card: { validFrom: '2014-03-18', validTo: '2024-03-18' } },
  cardNotOnFile: { person: 'a', card: { idNumber: inventedIdNumber('1988-05-14', 227) } },
  badLight: { person: 'a', light: 'bad' },
  twoPersons: { person: 'a', bystander: true },
  glare: { person: 'a', flaw: { glare01: 1 } },
  blurred: { person: 'a', flaw: { blurPx: 9 } },
  fingerOver: { person: 'a', flaw: { fingerOver: true } },
  cardCut: { person: 'a', flaw: { cropped01: 0.25 } },
  cardInShadow: { person: 'a', flaw: { shadow01: 0.6 } },
  cardOnScreen: { person: 'a', flaw: { screen: true } },
  blackAndWhiteCopy: { person: 'a', flaw: { grey: true } },
  staticPan: { person: 'a', panDegrees: 0 },
  wrongDigits: { person: 'a', digits: '4821', says: '4921' },
} as const satisfies Record<string, RunChoice>
