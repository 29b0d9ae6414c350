import { describe, expect, test } from 'vitest'
import { aCase, hours, noonMs } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'

const kinds = (story: ReturnType<typeof aCase>) => story.notices().map((notice) => notice.kind)

describe('[NO1] on opening, all at once', () => {
  test('pop-up, red banner, in-site message and e-mail', () => {
    expect(aCase().notices()).toEqual([{ kind: 'case-opened', channels: ['pop-up', 'banner', 'in-site', 'email'] }])
  })

  test('what is taken away at opening is told with it, what was overdue by then is told as well', () => {
    const atOnce = programWith({ restrictions: [{ afterHours: 0, capabilities: ['orders'] }] })
    expect(kinds(aCase({ program: atOnce }))).toEqual(['case-opened'])
    expect(kinds(aCase({ noticedAtMs: noonMs - hours(73) }))).toEqual(['case-opened', 'deadline-missed'])
  })
})

describe('[NO3] the result', () => {
  test('a pass, by e-mail and in the site', () => {
    expect(aCase().succeeds().notices()).toContainEqual({ kind: 'passed', channels: ['in-site', 'email'] })
  })

  test('a failure; with the fourth the lock is told too', () => {
    const story = aCase().fails()
    expect(kinds(story)).toEqual(['case-opened', 'attempt-failed'])
    story.fails().fails()
    expect(kinds(story)).not.toContain('account-locked')
    expect(kinds(story.fails())).toContain('account-locked')
  })

  test('a review is told when it begins, so that nobody waits in the dark', () => {
    expect(kinds(aCase().completesRun().isFound([]))).toEqual(['case-opened', 'in-review'])
  })

  test('a run that counts for nothing is no result', () => {
    expect(kinds(aCase().starts().isVoided('connection-lost'))).toEqual(['case-opened'])
  })
})

test('[RE1] the missed deadline is told once for each time something is taken away', () => {
  const story = aCase().passes(hours(72)).missesDeadline()
  expect(kinds(story)).toEqual(['case-opened', 'deadline-missed'])
})

test('a kind without a channel is not sent, and recording a notice causes no other', () => {
  const program = programWith({ notices: { 'attempt-failed': [] } })
  const story = aCase({ program }).fails()
  expect(kinds(story)).toEqual(['case-opened'])
  story.does({ type: 'record-notice', noticeId: 'n1', kind: 'case-opened', channels: ['email'] })
  expect(kinds(story)).toEqual(['case-opened'])
})
