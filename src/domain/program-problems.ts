import { settingProblems } from './inspection-settings.ts'
import { readingLanguages } from './language.ts'
import { linkProblems } from './links/link-problems.ts'
import type { CallRules, CaptureStep, Program } from './program.ts'
import { isZoneName } from './zone-name.ts'

/** `field` is the member in dotted form; `message` is English, for the one who edits the file. */
export type FieldProblem = { field: string; message: string }

/**
 * What one member of a program demands of another: the questions a schema of single members cannot ask. Empty when the
 * program can be run; a program with problems is never loaded.
 */
export const programProblems = (program: Program): FieldProblem[] => [
  ...wordProblems(program),
  ...zoneProblem('zone', program.zone),
  ...repeated('opening.by', program.opening.by),
  ...required('opening.by', program.opening.by, 'no case could ever be opened'),
  ...repeated('eligibility.requiredRegistration', program.eligibility.requiredRegistration),
  ...repeated('eligibility.lookups', program.eligibility.lookups),
  ...siteLookupProblems(program),
  ...offlineProblems(program),
  ...required('device.browsers', program.device.browsers, 'no browser would be let in'),
  ...repeated(
    'device.browsers',
    program.device.browsers.map((browser) => browser.name),
  ),
  ...phoneCodeProblems(program),
  ...callProblems(program),
  ...documentProblems(program),
  ...captureProblems(program),
  ...settingProblems(program.inspection).map(inspectionProblem),
  ...decisionProblems(program),
  ...attemptProblems(program),
  ...restrictionProblems(program),
  ...siteProblems(program),
  ...badgeProblems(program),
  ...linkProblems(program.links),
  ...banProblems(program),
  ...noticeProblems(program),
]

const problem = (field: string, message: string): FieldProblem => ({ field, message })

/** A problem of the settings begins with the name of its member. */
const inspectionProblem = (sentence: string): FieldProblem => {
  const end = sentence.indexOf(' ')
  return problem(`inspection.${sentence.slice(0, end)}`, sentence.slice(end + 1))
}

const required = (field: string, list: readonly unknown[], otherwise: string): FieldProblem[] =>
  list.length === 0 ? [problem(field, `must not be empty: ${otherwise}`)] : []

const repeated = (field: string, list: readonly string[]): FieldProblem[] =>
  [...new Set(list.filter((one, index) => list.indexOf(one) !== index))].map((one) =>
    problem(field, `names ${one} more than once`),
  )

const wordProblems = (program: Program): FieldProblem[] => {
  const problems = [
    ...required('languages', program.languages, 'nobody could read a notice'),
    ...repeated('languages', program.languages),
    ...program.languages
      .filter((language) => !(readingLanguages as readonly string[]).includes(language))
      .map((language) =>
        problem('languages', `names ${language}, which nothing is written in (${readingLanguages.join(', ')} are)`),
      ),
  ]
  for (const member of ['title', 'marketplace', 'legalBasis'] as const) {
    for (const language of program.languages)
      if (program[member][language] === undefined)
        problems.push(problem(`${member}.${language}`, 'is missing, though the language is declared'))
    for (const language of Object.keys(program[member]))
      if (!program.languages.includes(language))
        problems.push(problem(`${member}.${language}`, 'is in a language that `languages` does not declare'))
  }
  return problems
}

const zoneProblem = (field: string, zone: string): FieldProblem[] =>
  isZoneName(zone) ? [] : [problem(field, 'must be the IANA name of a time zone, e.g. Asia/Shanghai')]

const offlineProblems = ({ lanes }: Program): FieldProblem[] => {
  if (lanes.offline === null) return []
  const { ways } = lanes.offline
  return [
    ...required('lanes.offline.ways', ways, 'write null where there is no offline lane'),
    ...repeated(
      'lanes.offline.ways',
      ways.map((way) => way.id),
    ),
    ...ways.flatMap((way, index) =>
      way.feeCny && way.feeCny[0] > way.feeCny[1]
        ? [problem(`lanes.offline.ways.${index}.feeCny`, 'must be [least, most]')]
        : [],
    ),
  ]
}

const siteLookupProblems = ({ eligibility: { lookups, siteLookups } }: Program): FieldProblem[] => [
  ...siteLookups.flatMap(({ sites, lookup }, index) => [
    ...required(`eligibility.siteLookups.${index}.sites`, sites, 'the look-up would be asked of nobody'),
    ...repeated(`eligibility.siteLookups.${index}.sites`, sites),
    ...(lookups.includes(lookup)
      ? [problem(`eligibility.siteLookups.${index}.lookup`, `${lookup} is asked on every site already`)]
      : []),
  ]),
]

const phoneCodeProblems = ({ device, call }: Program): FieldProblem[] =>
  device.phoneCode && call === null
    ? [problem('device.phoneCode', 'needs a call: the code is asked for in the hour before it')]
    : []

const documentProblems = ({ documents }: Program): FieldProblem[] => [
  ...documents.flatMap(({ when }, index) =>
    (['sites', 'categories', 'kinds'] as const).flatMap((member) =>
      when[member]
        ? [
            ...required(`documents.${index}.when.${member}`, when[member], 'write null where it does not matter'),
            ...repeated(`documents.${index}.when.${member}`, when[member]),
          ]
        : [],
    ),
  ),
  ...repeated(
    'documents',
    documents.map((rule) => JSON.stringify([rule.document, rule.when])).map((key) => key.replaceAll('"', '')),
  ),
]

const callProblems = (program: Program): FieldProblem[] => {
  const { call } = program
  if (call === null) return []
  const { siteZones, languages, onRequest, remindMinutesBefore } = call.booking
  const spoken = [...languages, ...onRequest.map((one) => one.language)]
  return [
    ...Object.entries(siteZones).flatMap(([site, zone]) => zoneProblem(`call.booking.siteZones.${site}`, zone)),
    ...required('call.booking.languages', spoken, 'nobody could be spoken with'),
    ...repeated('call.booking.languages', spoken),
    ...(remindMinutesBefore.some((minutes, no) => no > 0 && minutes >= (remindMinutesBefore[no - 1] ?? 0))
      ? [problem('call.booking.remindMinutesBefore', 'must fall: the earliest reminder stands first')]
      : []),
    ...conductProblems(call, program),
    ...Object.entries(call.notices).flatMap(([kind, channels]) => repeated(`call.notices.${kind}`, channels)),
  ]
}

/** [LC4] What is asked must be there to ask, in the languages that calls are held in for everybody who reads the program. */
const conductProblems = ({ conduct, booking }: CallRules, { capture, languages }: Program): FieldProblem[] => {
  const field = 'call.conduct'
  const { count, from } = conduct.questions
  return [
    ...(conduct.maxMinutes > booking.slotMinutes
      ? [problem(`${field}.maxMinutes`, `is longer than an appointment of ${booking.slotMinutes} minutes`)]
      : []),
    ...repeated(
      `${field}.questions.from`,
      from.map((question) => question.id),
    ),
    ...(count > from.length
      ? [problem(`${field}.questions.count`, `asks for more than the ${from.length} there are`)]
      : []),
    ...(count > 0 && !capture.steps.some((step) => step.kind === 'statement')
      ? [problem(`${field}.questions.count`, 'needs a statement step in capture.steps to be asked in')]
      : []),
    ...from.flatMap((question, index) =>
      wordsMissing(`${field}.questions.from.${index}.text`, question.text, languages),
    ),
  ]
}

const wordsMissing = (field: string, text: Record<string, string>, languages: readonly string[]): FieldProblem[] =>
  languages
    .filter((language) => text[language] === undefined)
    .map((language) => problem(`${field}.${language}`, 'is missing, though the language is declared'))

const captureProblems = ({ capture, call, languages }: Program): FieldProblem[] => {
  const leastSeconds = capture.steps.reduce((sum, step) => sum + step.minSeconds, 0)
  return [
    ...required('capture.steps', capture.steps, 'a run needs something to record'),
    ...repeated(
      'capture.steps',
      capture.steps.map((step) => step.id),
    ),
    ...capture.steps.flatMap((step, index) => stepProblems(step, `capture.steps.${index}`)),
    ...capture.steps.flatMap((step, index) =>
      step.name === null ? [] : wordsMissing(`capture.steps.${index}.name`, step.name, languages),
    ),
    ...(capture.steps.length > 0 && capture.steps.every((step) => step.when !== null)
      ? [problem('capture.steps', 'must have one that is asked of everybody: else some would have nothing to do')]
      : []),
    ...(call === null && capture.onFocusLoss === 'interrupt-call'
      ? [problem('capture.onFocusLoss', 'interrupts a call, and this program holds none')]
      : []),
    ...(call !== null && capture.onFocusLoss === 'fail-attempt'
      ? [problem('capture.onFocusLoss', 'would fail calls: write interrupt-call or record-only')]
      : []),
    ...(leastSeconds > capture.maxRunMinutes * 60
      ? [problem('capture.maxRunMinutes', `is shorter than the steps together, which take ${leastSeconds} s at least`)]
      : []),
    ...(capture.silentForMinutes > capture.maxRunMinutes
      ? [problem('capture.silentForMinutes', 'is longer than the longest run, so that it would never be reached')]
      : []),
  ]
}

const stepProblems = (step: CaptureStep, field: string): FieldProblem[] => {
  const problems: FieldProblem[] = []
  const { challenge } = step
  if (step.minSeconds > step.maxSeconds) problems.push(problem(`${field}.minSeconds`, 'is more than maxSeconds'))
  if (step.kind === 'digits' && challenge.kind !== 'digits')
    problems.push(problem(`${field}.challenge.kind`, 'must be digits in a digits step'))
  if (step.kind !== 'digits' && challenge.kind === 'digits')
    problems.push(problem(`${field}.challenge.kind`, 'digits are read aloud in a digits step only'))
  if (step.kind !== 'face' && challenge.kind === 'turns')
    problems.push(problem(`${field}.challenge.kind`, 'turns of the head are asked for in a face step only'))
  if (challenge.kind === 'turns') {
    problems.push(...repeated(`${field}.challenge.from`, challenge.from))
    // A turn never repeats the one before, so one direction alone could not be drawn twice.
    if (challenge.from.length < 2) problems.push(problem(`${field}.challenge.from`, 'needs at least two directions'))
  }
  if (challenge.kind === 'digits' && challenge.gapSeconds[0] >= challenge.gapSeconds[1])
    problems.push(problem(`${field}.challenge.gapSeconds`, 'must be [least, most] and leave room between them'))
  const neededSeconds = challengeSeconds(step)
  if (neededSeconds > step.maxSeconds)
    problems.push(problem(`${field}.maxSeconds`, `is less than the ${neededSeconds} s that its challenges may take`))
  return problems
}

/** The longest time until the last challenge of a step has been shown and answered. */
const challengeSeconds = ({ challenge }: CaptureStep): number => {
  switch (challenge.kind) {
    case 'none':
      return 0
    case 'turns':
      return challenge.count * challenge.eachSeconds
    case 'digits':
      return (challenge.count - 1) * challenge.gapSeconds[1] + challenge.maxSecondsEach
  }
}

const decisionProblems = ({ inspection, decision }: Program): FieldProblem[] =>
  decision.automaticPass && !Object.values(inspection.checks).some((check) => check.grade === 'gate')
    ? [problem('decision.automaticPass', 'needs at least one gate in inspection.checks to pass by')]
    : []

const attemptProblems = ({ attempts }: Program): FieldProblem[] => [
  ...(attempts.lockAfterFailures !== null && attempts.lockAfterFailures > attempts.retriesPerDay + 1
    ? [
        problem(
          'attempts.lockAfterFailures',
          `can never be reached in a day of ${attempts.retriesPerDay + 1} attempts (1 and ${attempts.retriesPerDay} retries)`,
        ),
      ]
    : []),
  ...(attempts.lockAfterFailures !== null && attempts.suggestSupportAfterInARow > attempts.lockAfterFailures
    ? [problem('attempts.suggestSupportAfterInARow', 'comes after the lock, when it is no use')]
    : []),
  ...(attempts.freezeHours.some((hours, no) => hours < (attempts.freezeHours[no - 1] ?? 0))
    ? [problem('attempts.freezeHours', 'must not fall: a later failure would lock for less than the one before')]
    : []),
]

const restrictionProblems = ({ restrictions, viewOnlyWhen }: Program): FieldProblem[] => {
  const taken = restrictions.flatMap((stage) => stage.capabilities)
  return [
    ...[...repeated('restrictions', taken), ...repeated('viewOnlyWhen', viewOnlyWhen)],
    ...(viewOnlyWhen.every((one) => taken.includes(one)) ? [] : [problem('viewOnlyWhen', 'names what is never taken')]),
    ...restrictions.flatMap((stage, index) => [
      ...required(`restrictions.${index}.capabilities`, stage.capabilities, 'a stage takes something away'),
      ...(index > 0 && stage.afterHours <= (restrictions[index - 1]?.afterHours ?? 0)
        ? [problem(`restrictions.${index}.afterHours`, 'must be later than the stage before')]
        : []),
    ]),
  ]
}

const siteProblems = ({ sites }: Program): FieldProblem[] => [
  ...repeated('sites.ownDuties', sites.ownDuties),
  ...(sites.ownDuties.length > 0 && !sites.sharePass
    ? [problem('sites.ownDuties', 'says what a pass elsewhere does not fulfil, but no pass is shared')]
    : []),
]

const someOnce = (field: string, list: readonly string[], otherwise: string): FieldProblem[] => [
  ...required(field, list, otherwise),
  ...repeated(field, list),
]

const badgeProblems = ({ badge }: Program): FieldProblem[] =>
  badge === null ? [] : someOnce('badge.sites', badge.sites, 'write null where buyers are shown no badge')

const banProblems = ({ ban }: Program): FieldProblem[] =>
  ban === null ? [] : someOnce('ban.reasons', ban.reasons, 'write null where nobody is banned')

const noticeProblems = ({ notices }: Program): FieldProblem[] => [
  ...required('notices.case-opened', notices['case-opened'], 'the seller would not learn of the case'),
  ...Object.entries(notices).flatMap(([kind, channels]) => repeated(`notices.${kind}`, channels)),
]
