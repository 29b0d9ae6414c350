import type { CheckGrade } from '#domain/inspection-settings.ts'
import type { StaffLanguage } from '#domain/language.ts'
import type { LinkKind } from '#domain/links/link.ts'
import type { Capability, CaptureStep, ConductRules, OfflineLane, Program } from '#domain/program.ts'
import type { Translate } from '#locales/translate.ts'

type Say = (key: string, values?: Record<string, string | number>) => string
type Section = { title: string; lines: string[] }

/** What a program does, in words, as plain text that ends with a line break. Needs `program`, `check`, `common`, `failure`. */
export const describeProgram = (program: Program, language: StaffLanguage, translate: Translate): string => {
  const say: Say = (key, values) => translate(language, key.includes(':') ? key : `program:${key}`, values)
  const list = listIn(language)
  const heading = say('heading', {
    title: program.title[language] ?? program.name,
    name: program.name,
    version: program.version,
  })
  const opening = [
    say('opened', { ways: list(program.opening.by.map((way) => say(`opening.${way}`))) }),
    say('languages', { languages: list(program.languages), zone: program.zone }),
    say('basis', { legalBasis: program.legalBasis[language] ?? '' }),
  ]
  const sections: Section[] = [
    { title: 'opening', lines: opening },
    { title: 'eligibility', lines: eligibility(program, say, list) },
    { title: 'device', lines: device(program, say, list) },
    { title: 'documents', lines: documents(program, say, list) },
    { title: 'call', lines: call(program, say, list) },
    { title: 'run', lines: run(program, language, say, list) },
    { title: 'decision', lines: decision(program, say, list) },
    { title: 'attempts', lines: attempts(program, say, list) },
    { title: 'restrictions', lines: restrictions(program, say, list) },
    { title: 'sites', lines: sites(program, say, list) },
    { title: 'links', lines: linkLines(program, say, list) },
    { title: 'retention', lines: [retention(program, say)] },
    { title: 'badge', lines: [badge(program, say, list)] },
    { title: 'ban', lines: [ban(program, say, list)] },
    { title: 'notices', lines: notices(program, say, list) },
    { title: 'codes', lines: codes(program, say) },
  ]
  const blocks = sections
    .filter((section) => section.lines.length > 0)
    .map(({ title, lines }) => [say(`section.${title}`), ...lines.map((line) => `  ${line}`)].join('\n'))
  return `${[heading, ...blocks].join('\n\n')}\n`
}

type List = (words: readonly string[]) => string

/** Chinese lists names with the enumeration comma alone; “和” would run into the Latin names among them. */
const listIn = (language: StaffLanguage): List => {
  if (language === 'zh') return (words) => words.join('、')
  const format = new Intl.ListFormat('en-GB', { type: 'conjunction' })
  return (words) => format.format(words)
}

const eligibility = ({ eligibility: rules, lanes }: Program, say: Say, list: List): string[] => [
  say(`document.${rules.identityDocument}`),
  ...(rules.requiredRegistration.length > 0
    ? [say('registration', { members: list(rules.requiredRegistration.map((member) => say(`member.${member}`))) })]
    : []),
  ...(rules.licenceMinDaysLeft === null ? [] : [say('licence-days', { days: rules.licenceMinDaysLeft })]),
  ...(rules.compareRegistration ? [say('compare')] : []),
  ...(rules.phoneRealNameLevel > 0 ? [say('phone', { level: rules.phoneRealNameLevel })] : []),
  ...(rules.lookups.length > 0
    ? [say('lookups', { lookups: list(rules.lookups.map((lookup) => say(`lookup.${lookup}`))) })]
    : []),
  ...rules.siteLookups.map(({ sites, lookup }) =>
    say('site-lookup', { sites: list(sites), lookup: say(`lookup.${lookup}`) }),
  ),
  lanes.offline
    ? say('offline', { ways: list(lanes.offline.ways.map((way) => offlineWay(way, say))) })
    : say('no-offline'),
]

const offlineWay = ({ id, workingDaysAtLeast, feeCny }: OfflineLane['ways'][number], say: Say): string => {
  const way = say(`way.${id}`)
  const fee = feeCny && { least: feeCny[0], most: feeCny[1] }
  if (workingDaysAtLeast !== null && fee) return say('way.days-fee', { way, days: workingDaysAtLeast, ...fee })
  if (workingDaysAtLeast !== null) return say('way.days', { way, days: workingDaysAtLeast })
  return fee ? say('way.fee', { way, ...fee }) : way
}

const device = ({ device: rules, call: inCall }: Program, say: Say, list: List): string[] => [
  say(rules.desktopOnly ? 'desktop' : 'any-device'),
  say('browsers', {
    browsers: list(
      rules.browsers.map(({ name, minVersion }) =>
        say('browser', { name: name.replace(/^./, (letter) => letter.toUpperCase()), version: minVersion }),
      ),
    ),
  }),
  say('camera', { width: rules.cameraMinWidthPx, height: rules.cameraMinHeightPx }),
  ...(rules.microphoneRequired ? [say('microphone')] : []),
  ...(rules.minUplinkMbps === null ? [] : [say('uplink', { mbps: rules.minUplinkMbps })]),
  ...(rules.maxLatencyMs === null ? [] : [say('latency', { ms: rules.maxLatencyMs })]),
  say(inCall ? 'device-valid-call' : 'device-valid', { minutes: rules.validForMinutes }),
  ...(rules.phoneCode ? [say('phone-code')] : []),
  say('device-signals', { percent: Math.round(rules.toPersonAt01 * 100) }),
]

const documents = ({ documents: rules }: Program, say: Say, list: List): string[] =>
  rules.map(({ document, when, demanded }) =>
    say('document-line', {
      document: say(`common:document.${document}`),
      demanded: say(`demanded.${demanded}`),
      when: [
        when.sites ? say('document-sites', { sites: list(when.sites) }) : '',
        when.categories ? say('document-categories', { categories: list(when.categories) }) : '',
        when.kinds ? say('document-kinds', { kinds: list(when.kinds.map((kind) => say(`seller-kind.${kind}`))) }) : '',
      ].join(''),
    }),
  )

const call = ({ call: rules }: Program, say: Say, list: List): string[] => {
  if (rules === null) return []
  const { booking } = rules
  const { slotMinutes: minutes, leadMinutes: lead, daysAhead: days, fastest } = booking
  return [
    say('call', { minutes, lead, days }),
    ...(booking.languages.length > 0 ? [say('call-languages', { languages: list(booking.languages) })] : []),
    ...booking.onRequest.map(({ language, leadMinutes }) =>
      say('call-on-request', { language, hours: Math.ceil(leadMinutes / 60) }),
    ),
    ...Object.entries(booking.siteZones).map(([site, zone]) => say('call-zone', { site, zone })),
    ...(fastest ? [say('call-fastest', fastest)] : []),
    ...(booking.moves === null
      ? []
      : [say('call-moves', { count: booking.moves.most, minutes: booking.moves.untilMinutesBefore })]),
    ...(booking.holdOfferMinutes === null ? [] : [say('call-waiting', { minutes: booking.holdOfferMinutes })]),
    ...(booking.remindMinutesBefore.length > 0
      ? [say('call-reminders', { minutes: list(booking.remindMinutesBefore.map(String)) })]
      : []),
    ...conduct(rules.conduct, say),
  ]
}

const conduct = (rules: ConductRules, say: Say): string[] => {
  const { enterMinutesAhead: enter, answerWithinSeconds: answer, maxMinutes: most, interruptionsBorne: borne } = rules
  const seconds = rules.resumeWithinSeconds
  return [
    say('call-conduct', { enter, answer, most }),
    borne === null ? say('call-interruptions-any', { seconds }) : say('call-interruptions', { count: borne, seconds }),
    say(`call-verdict.${rules.verdictAtEnd ? 'yes' : 'no'}`),
    ...(rules.questions.count > 0
      ? [say('call-questions', { count: rules.questions.count, all: rules.questions.from.length })]
      : []),
  ]
}

const run = ({ capture }: Program, language: StaffLanguage, say: Say, list: List): string[] => [
  ...capture.steps.map((step, index) => forWhom(step, stepLine(step, index + 1, language, say, list), say, list)),
  say('longest', { minutes: capture.maxRunMinutes, silent: capture.silentForMinutes }),
  say(`focus.${capture.onFocusLoss}`),
  say('rehearsal', { seconds: capture.rehearsalSeconds }),
]

const forWhom = ({ when }: CaptureStep, line: string, say: Say, list: List): string =>
  when === null
    ? line
    : say('step.only-for', {
        line,
        whom: list([...(when.sites ?? []), ...(when.categories ?? []), ...(when.kinds ?? [])]),
      })

const stepLine = (step: CaptureStep, no: number, language: StaffLanguage, say: Say, list: List): string => {
  const kind = say(`step.${step.kind}`)
  const name = step.name?.[language]
  const values = {
    no,
    what: name === undefined ? kind : say('step.named', { what: kind, name }),
    least: step.minSeconds,
    most: step.maxSeconds,
  }
  const rule = step.challenge
  switch (rule.kind) {
    case 'none':
      return say('step.line', values)
    case 'turns': {
      const directions = list(rule.from.map((turn) => say(`turn.${turn}`)))
      return say('step.line-with', {
        ...values,
        challenge: say('turns', { count: rule.count, directions, seconds: rule.eachSeconds }),
      })
    }
    case 'digits': {
      const [least, most] = rule.gapSeconds
      return say('step.line-with', {
        ...values,
        challenge: say('digits', { count: rule.count, least, most, seconds: rule.maxSecondsEach }),
      })
    }
  }
}

const decision = ({ inspection, decision: rules }: Program, say: Say, list: List): string[] => {
  const settings = Object.entries(inspection.checks)
  const ofGrade = (grade: CheckGrade): string[] => {
    const checks = settings.filter(([, setting]) => setting.grade === grade).map(([check]) => checkName(check, say))
    return checks.length > 0 ? [say(`grade.${grade}`, { count: checks.length, checks: list(checks) })] : []
  }
  const limits = settings
    .filter(([, setting]) => Object.keys(setting.limits).length > 0)
    .map(([check, setting]) => {
      const values = Object.entries(setting.limits).map(([name, value]) => `${name} ${value}`)
      return say('limit', { check: checkName(check, say), limits: values.join(', ') })
    })
  return [
    ...ofGrade('gate'),
    ...ofGrade('signal'),
    ...ofGrade('sampled'),
    ...(limits.length > 0 ? [say('limits', { limits: list(limits) })] : []),
    say('sampled-fps', { fps: inspection.sampleFps }),
    say(`automatic-pass.${rules.automaticPass ? 'yes' : 'no'}`),
    say(`automatic-fail.${rules.automaticFail ? 'yes' : 'no'}`),
    say('second-look', { percent: Math.round(rules.secondLookShare01 * 1000) / 10 }),
    rules.fourEyes.length > 0
      ? say('four-eyes', { reviews: list(rules.fourEyes.map((why) => say(`review.${why}`))) })
      : say('four-eyes-none'),
  ]
}

const checkName = (check: string, say: Say): string => say(`check:${check}`)

const attempts = ({ attempts: rules }: Program, say: Say, list: List): string[] => [
  say('retries', { retries: rules.retriesPerDay }),
  say('support', { failures: rules.suggestSupportAfterInARow }),
  ...(rules.lockAfterFailures === null
    ? []
    : [say('lock', { hours: rules.lockHours, failures: rules.lockAfterFailures })]),
  ...(rules.freezeHours.length > 0 ? [say('freeze', { hours: list(rules.freezeHours.map(String)) })] : []),
  say(`lock-pauses.${rules.lockPausesDeadline ? 'yes' : 'no'}`),
  say('manual', { failures: rules.manualAfterTotal }),
  ...(rules.keepWhatWasRight ? [say('keep-what-was-right')] : []),
]

const restrictions = (program: Program, say: Say, list: List): string[] => {
  const { deadline, restrictions: stages, viewOnlyWhen, promises } = program
  const named = (capabilities: readonly Capability[]) =>
    list(capabilities.map((capability) => say(`common:capability.${capability}`)))
  return [
    say('deadline', { hours: deadline.completeWithinHours }),
    ...(stages.length === 0 ? [say('no-stage')] : []),
    ...stages.map(({ afterHours, capabilities }) =>
      afterHours === 0
        ? say('stage-at-once', { capabilities: named(capabilities) })
        : say('stage', { hours: afterHours, capabilities: named(capabilities) }),
    ),
    ...(viewOnlyWhen.length > 0 ? [say('view-only', { capabilities: named(viewOnlyWhen) })] : []),
    say('promise-review', { minutes: promises.reviewWithinMinutes }),
    say('promise-restore', { minutes: promises.restoreWithinMinutes }),
    say('promise-second-look', { minutes: promises.secondLookWithinMinutes }),
  ]
}

const sites = ({ sites: rules }: Program, say: Say, list: List): string[] => [
  say(`share-pass.${rules.sharePass ? 'yes' : 'no'}`),
  ...(rules.ownDuties.length > 0 ? [say('own-duties', { sites: list(rules.ownDuties) })] : []),
  ...(rules.spread ? [say('spread')] : []),
]

const linkLines = ({ links }: Program, say: Say, list: List): string[] => {
  const named = (kinds: readonly LinkKind[]) => list(kinds.map((kind) => say(`link.${kind}`)))
  return [
    links.kinds.length > 0 ? say('links-join', { kinds: named(links.kinds) }) : say('links-none'),
    ...(links.hints.length > 0 ? [say('links-hint', { kinds: named(links.hints) })] : []),
    say('links-hub', { shops: links.hubAbove }),
    say(`links-review.${links.reviewAfter}`),
    links.faces === null ? say('links-faces-none') : say('links-faces', { ...links.faces }),
  ]
}

const retention = ({ retention: { mediaHours } }: Program, say: Say): string =>
  mediaHours === null ? say('media-kept') : say('media-deleted', { hours: mediaHours })

const badge = ({ badge: rules }: Program, say: Say, list: List): string =>
  rules === null ? say('badge-none') : say('badge', { sites: list(rules.sites) })

const ban = ({ ban: rules }: Program, say: Say, list: List): string =>
  rules === null
    ? say('ban-none')
    : say('ban', {
        reasons: list(rules.reasons.map((reason) => say(`common:banReason.${reason}`))),
        hours: rules.appealWithinHours,
      })

const notices = (program: Program, say: Say, list: List): string[] =>
  Object.entries({ ...program.notices, ...program.call?.notices }).map(([kind, channels]) =>
    say('notice', {
      kind: say(`kind.${kind}`),
      channels: channels.length > 0 ? list(channels.map((channel) => say(`channel.${channel}`))) : say('not-sent'),
    }),
  )

const codes = ({ originalCodes }: Program, say: Say): string[] =>
  Object.entries(originalCodes).map(([reason, code]) => say('code', { code, reason: say(`failure:${reason}.title`) }))
