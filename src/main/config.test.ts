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
