import { expect, test } from 'vitest'
import { registrationSchema } from '#contracts/registration.ts'
import { inventedIdNumber } from '../media/render/invented-identity.ts'
import { yourShop } from './your-shop.ts'

const form = { name: ' 陈样本 ', idNumber: inventedIdNumber('1990-01-01', 11), idValidTo: '', email: 'me@demo.example' }

test('a shop in your name has your name and number and is a registration like any other', () => {
  const made = yourShop(form, 'you-1')
  if (!made.ok) throw new Error('refused')
  expect(registrationSchema.parse(made.registration)).toMatchObject({
    sellerId: 'you-1',
    email: form.email,
    legalRepresentative: { name: '陈样本', idNumber: form.idNumber, idValidTo: null },
  })
})

test('every field that is wrong is named, and what was typed is kept', () => {
  const last = form.idNumber.at(-1) === '1' ? '2' : '1'
  const made = yourShop(
    { name: ' ', idNumber: form.idNumber.slice(0, 17) + last, idValidTo: '2030-02-30', email: 'me' },
    'x',
  )
  if (made.ok) throw new Error('taken')
  expect(Object.keys(made.wrong).sort()).toEqual(['email', 'idNumber', 'idValidTo', 'name'])
  expect(made.values.email).toBe('me')
})

test('a number is taken with spaces and a small x', () => {
  const withX = Array.from({ length: 200 }, (_, order) => inventedIdNumber('1990-01-01', order)).find((it) =>
    it.endsWith('X'),
  )
  const typed = `${withX?.slice(0, 6)} ${withX?.slice(6, 14)} ${withX?.slice(14).toLowerCase()}`
  expect(yourShop({ ...form, idNumber: typed }, 'x')).toMatchObject({
    ok: true,
    registration: { legalRepresentative: { idNumber: withX } },
  })
})
