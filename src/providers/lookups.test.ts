import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isDtiRegistrationNumber, isIndonesianTaxNumber } from '#domain/site-numbers.ts'
import demoRegister from '#main/demo/register.json' with { type: 'json' }
import { aRegistration } from '#test/world/a-registration.ts'
import { openLookups } from './lookups.ts'

const lookupsOf = async (register: object) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-register-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'register.json')
  await writeFile(file, JSON.stringify(register))
  return openLookups(file)
}

test('[EL7] without a source, and for what a source does not know, the answer is not-checked', async () => {
  const none = await openLookups(undefined)
  expect(await none.ask('business-register', aRegistration())).toBe('not-checked')
  const some = await lookupsOf({ 'business-register': { [aRegistration().creditCode ?? '']: 'ok' } })
  expect(await some.ask('business-register', aRegistration())).toBe('ok')
  expect(await some.ask('business-register', aRegistration({ creditCode: null }))).toBe('not-checked')
  expect(await some.ask('sanctions', aRegistration())).toBe('not-checked')
  await expect(lookupsOf({ 'no-such-register': {} })).rejects.toThrow()
})

test('[SI2] a tax number is the same with and without its dots', async () => {
  const lookups = await lookupsOf({ 'tax-number': { '99.999.999.8-999.000': 'failed' }, 'dti-registration': {} })
  expect(await lookups.ask('tax-number', aRegistration({ ids: { npwp: '999999998999000' } }))).toBe('failed')
  expect(await lookups.ask('tax-number', aRegistration({ ids: {} }))).toBe('not-checked')
  expect(await lookups.ask('dti-registration', aRegistration({ ids: { dti: '5436843' } }))).toBe('not-checked')
})

test('[EL7] the demo has registers whose numbers are written as such numbers are', () => {
  expect(Object.keys(demoRegister['tax-number']).filter((one) => !isIndonesianTaxNumber(one))).toEqual([])
  expect(Object.keys(demoRegister['dti-registration']).filter((one) => !isDtiRegistrationNumber(one))).toEqual([])
})
