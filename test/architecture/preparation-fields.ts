import { deviceProblems } from '#domain/device-rules.ts'
import { documentsFor } from '#domain/documents.ts'
import { checkEligibility } from '#domain/eligibility.ts'
import type { Program } from '#domain/program.ts'
import { aCase, hours, minutes } from '#test/world/a-case.ts'
import { programAliexpress, programWithCalls } from '#test/world/a-program.ts'
import { aDevice, aRegistration } from '#test/world/a-registration.ts'
import type { Field } from './program-field.ts'

/** What sellers get ready: who may begin, with which line and phone, and what they have at hand. */
const onSlowLine = (program: Program) =>
  deviceProblems(program.device, aDevice({ network: { uplinkMbps: 3, latencyMs: 900 } }))
const answers = (program: Program) =>
  checkEligibility(
    program.eligibility,
    aRegistration({ licence: { validFrom: '2020-01-01', validTo: '2026-04-01', scope: '' } }),
    {},
    '2026-03-12',
  )
const needed = (program: Program) => documentsFor(program, aRegistration({ site: 'ID', categories: ['beauty'] }))
const document = (
  by: string,
  when: Partial<Program['documents'][number]['when']>,
  kept = programAliexpress(),
): Field => ({
  by: `src/domain/${by}.ts`,
  change: {
    documents: [
      ...kept.documents,
      {
        document: 'iso-certificate',
        when: { sites: null, categories: null, kinds: null, ...when },
        demanded: 'when-asked',
      },
    ],
  },
  seen: needed,
})
const inCall = (program: Program): Program => ({ ...program, call: programWithCalls().call })

export const preparationFields: Record<string, Field> = {
  'device.minUplinkMbps': {
    by: 'src/domain/device-rules.ts',
    change: { device: { minUplinkMbps: 5 } },
    seen: onSlowLine,
  },
  'device.maxLatencyMs': {
    by: 'src/domain/device-rules.ts',
    change: { device: { maxLatencyMs: 800 } },
    seen: onSlowLine,
  },
  'device.phoneCode': {
    by: 'src/domain/case/decide-preparation.ts',
    change: { device: { phoneCode: true } },
    seen: (program) =>
      aCase({ program: inCall(program) })
        .booksCall(hours(2))
        .passes(minutes(100))
        .prepares()
        .nextStep(),
  },
  'eligibility.siteLookups[].sites[]': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { siteLookups: [{ sites: ['cn'], lookup: 'tax-number' }] } },
    seen: answers,
  },
  'eligibility.siteLookups[].lookup': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { siteLookups: [{ sites: ['cn'], lookup: 'dti-registration' }] } },
    seen: answers,
  },
  'eligibility.licenceMinDaysLeft': {
    by: 'src/domain/eligibility.ts',
    change: { eligibility: { licenceMinDaysLeft: 30 } },
    seen: answers,
  },
  'eligibility.compareRegistration': {
    by: 'src/domain/case/decide-preparation.ts',
    change: { eligibility: { compareRegistration: true } },
    seen: (program) => aCase({ program }).nextStep(),
  },
  'documents[].document': document('documents', {}),
  'documents[].demanded': document('documents', {}),
  'documents[].when.sites[]': document('checklist', { sites: ['ID'] }),
  'documents[].when.categories[]': document('checklist', { categories: ['beauty'] }),
  'documents[].when.kinds[]': document('checklist', { kinds: ['company'] }),
}
