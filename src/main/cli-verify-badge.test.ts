import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BadgeStatement, badgePayload } from '#domain/evidence/badge-statement.ts'
import { openKeys } from '#providers/keys/open-keys.ts'
import { checkBadge } from './cli-verify-badge.ts'

const nowMs = Date.UTC(2026, 10, 22, 18, 30)
const statement: BadgeStatement = {
  id: 'bdg_0123456789abcdefghijkl',
  issuer: 'https://verify.example',
  status: 'valid',
  seller: 'kapok-home',
  marketplace: 'AliExpress',
  site: 'ES',
  program: 'aliexpress',
  how: 'video',
  verifiedAt: '2026-11-20T10:00:00.000Z',
  validUntil: '2030-06-30T16:00:00.000Z',
  revokedAt: null,
  why: null,
  statedAt: '2026-11-22T18:00:00.000Z',
}

let folder: string
let jws: string
let keySet: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-badge-'))
  const keys = await openKeys(`file:${path.join(folder, 'keys')}`, path.join(folder, 'data'))
  jws = await keys.sign('badge', badgePayload(statement))
  keySet = JSON.stringify(await keys.publicJwks(), null, 2)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('[RE3] a badge is checked by its answer or its signature alone, without a server', () => {
  for (const said of [jws, `${jws}\n`, JSON.stringify({ ...statement, jws })]) {
    const { exitCode, words } = checkBadge(said, keySet, nowMs)
    expect(exitCode).toBe(0)
    expect(words).toMatch(/^valid: badge bdg_\w+ of the shop kapok-home at AliExpress, site ES\n/)
  }
})

test('[RE3] what stands beside the signature is not believed', () => {
  const { words } = checkBadge(JSON.stringify({ ...statement, seller: 'copycat', jws }), keySet, nowMs)
  expect(words).toContain('shop kapok-home')
  expect(words).not.toContain('copycat')
})

test('[RE3] an old statement expires, a changed one is not genuine, and nonsense is not readable', () => {
  const later = Date.parse(statement.validUntil ?? '') + 1
  expect(checkBadge(jws, keySet, later)).toMatchObject({ exitCode: 1, verdict: { genuine: true, standing: 'expired' } })
  const changed = jws.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  expect(checkBadge(changed, keySet, nowMs)).toMatchObject({ exitCode: 1, verdict: { genuine: false } })
  for (const said of ['', '{}', 'null', '{"jws":7}', null]) expect(checkBadge(said, keySet, nowMs).exitCode).toBe(64)
  for (const set of ['', '{}', null]) expect(checkBadge(jws, set, nowMs).exitCode).toBe(64)
})
