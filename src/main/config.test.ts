import { expect, it } from 'vitest'
import { ConfigError, readConfig, settingsHelp } from './config.ts'

it('a fresh clone needs no configuration and serves the demo on this machine only', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ port: 8080, host: '127.0.0.1', demo: true, role: 'all', databaseUrl: undefined })
  expect(config.keysUrl.startsWith(`file:${config.dataDir}-keys`)).toBe(true)
})

it('names every variable that is wrong and never its value', () => {
  const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://secret@host/db', ROLE: 'boss' }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  try {
    readConfig(wrong)
  } catch (error) {
    const said = String(error)
    for (const name of Object.keys(wrong)) expect(said).toContain(name)
    expect(said).not.toContain('secret')
  }
})

it('production has no demo and no secret of its own making', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('AUTH_SECRET')
  expect(() => readConfig({ NODE_ENV: 'production', DEMO: '1', AUTH_SECRET: 'x'.repeat(40) })).toThrow('DEMO')
  expect(readConfig({ NODE_ENV: 'production', AUTH_SECRET: 'x'.repeat(40) })).toMatchObject({
    demo: false,
    webhooksPrivate: false,
  })
})

it('explains every setting it reads', () => {
  expect(Object.keys(settingsHelp).sort()).toEqual(
    Object.keys(settingsHelp)
      .filter((name) => /^[A-Z_]+$/.test(name))
      .sort(),
  )
  expect(settingsHelp.PORT).toContain('8080')
})

it('[NO2] mails come from an address that is one, and through a mail server from one that was named', () => {
  expect(readConfig({}).mailFrom).toBe('Countersign <no-reply@countersign.invalid>')
  for (const MAIL_FROM of [
    'calls@shop.example',
    'Shop verification <calls@mail.shop.example>',
    '核验 <calls@shop.example>',
  ])
    expect(readConfig({ MAIL_FROM, MAIL_URL: 'smtp://mail.example' }).mailFrom).toBe(MAIL_FROM)
  const wrong = [
    'shop',
    'calls@shop',
    'Shop <calls@shop.example',
    'a@shop.example, b@shop.example',
    '<calls@shop.example>',
  ]
  for (const MAIL_FROM of [...wrong, 'Shop\r\nBcc: all <calls@shop.example>', 'Shop <calls@shop.example> more'])
    expect(() => readConfig({ MAIL_FROM }), MAIL_FROM).toThrow('MAIL_FROM: an address such as')
  expect(() => readConfig({ MAIL_URL: 'smtp://mail.example' })).toThrow('MAIL_FROM: must be set with MAIL_URL')
})

it('a relay of calls comes with its secret, and may be several', () => {
  expect(readConfig({}).turn).toBeNull()
  const TURN_SECRET = 'the secret of a relay'
  const TURN_URL = 'turn:relay.example:3478,turns:relay.example:5349'
  expect(readConfig({ TURN_URL, TURN_SECRET }).turn).toEqual({
    urls: ['turn:relay.example:3478', 'turns:relay.example:5349'],
    secret: TURN_SECRET,
  })
  expect(() => readConfig({ TURN_URL })).toThrow('TURN_SECRET')
  expect(() => readConfig({ TURN_URL: 'https://relay.example', TURN_SECRET })).toThrow('TURN_URL')
})
