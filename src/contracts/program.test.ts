import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import aliexpress from '#programs/aliexpress.json' with { type: 'json' }
import { parseProgram, programJsonSchema } from './program.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = (string | number)[]

const fresh = (): Json => structuredClone(aliexpress) as Json
const problemsOf = (json: unknown) => {
  const parsed = parseProgram(json)
  return parsed.ok ? [] : parsed.problems
}

const at = (json: Json, path: Path): Json =>
  path.reduce<Json>((inner, key) => (inner as Record<string, Json>)[key as string] ?? null, json)

/** The shipped program with the member at `path` replaced, or removed when the value is undefined. */
const changed = (path: Path, value: Json | undefined): Json => {
  const json = fresh()
  const parent = at(json, path.slice(0, -1)) as Record<string, Json>
  const key = String(path.at(-1))
  if (value === undefined) delete parent[key]
  else parent[key] = value
  return json
}

/** Every object and every leaf of a JSON value, by path. */
const walk = (json: Json, path: Path = []): { objects: Path[]; leaves: Path[] } => {
  if (typeof json !== 'object' || json === null) return { objects: [], leaves: [path] }
  const inner = Object.entries(json).map(([key, value]) =>
    walk(value, [...path, Array.isArray(json) ? Number(key) : key]),
  )
  return {
    objects: [...(Array.isArray(json) ? [] : [path]), ...inner.flatMap((one) => one.objects)],
    leaves: inner.flatMap((one) => one.leaves),
  }
}
const { objects, leaves } = walk(fresh())
const dotted = (path: Path) => path.join('.')

describe('a program file is read strictly', () => {
  test('the shipped one is right, with and without the link to its schema', () => {
    expect(problemsOf(fresh())).toEqual([])
    expect(problemsOf(changed(['$schema'], undefined))).toEqual([])
    const parsed = parseProgram(fresh())
    expect(parsed.ok && parsed.value).not.toHaveProperty('$schema')
  })

  test('an unknown member is refused by name, wherever it stands', () => {
    expect(objects.length).toBeGreaterThan(50)
    for (const path of objects) {
      const field = dotted([...path, 'surprise'])
      expect(
        problemsOf(changed([...path, 'surprise'], 'x')).map((one) => one.field),
        field,
      ).toContain(field)
    }
  })

  test('a member of the wrong type is refused by name, wherever it stands', () => {
    expect(leaves.length).toBeGreaterThan(100)
    for (const path of leaves) {
      if (path[0] === '$schema') continue
      const fields = problemsOf(changed(path, { wrong: true })).map((one) => one.field)
      expect(
        fields.some((field) => field.startsWith(dotted(path))),
        dotted(path),
      ).toBe(true)
    }
  })

  test('a missing member is named', () => {
    // Versions from before there were calls, bans, badges or links are still read for the cases that were opened with them.
    for (const key of Object.keys(aliexpress).filter(
      (one) => !['$schema', 'call', 'badge', 'ban', 'links'].includes(one),
    ))
      expect(problemsOf(changed([key], undefined)).map((one) => one.field)).toContain(key)
  })

  test('what is no program at all is refused, and so is one that asks to be something else', () => {
    for (const json of [null, undefined, [], 'aliexpress', 7, {}]) expect(problemsOf(json).length).toBeGreaterThan(0)
    expect(problemsOf(JSON.parse('{"__proto__": {"name": "x"}}')).length).toBeGreaterThan(0)
  })

  test('all problems are told at once', () => {
    const json = changed(['attempts', 'lockHours'], 'long') as Record<string, Json>
    json.extra = 1
    expect(
      problemsOf(json)
        .map((one) => one.field)
        .sort(),
    ).toEqual(['attempts.lockHours', 'extra'])
  })
})

describe('what one member demands of another', () => {
  const step = (index: number, ...rest: Path): Path => ['capture', 'steps', index, ...rest]
  const turns = (more: Record<string, Json>): Json => ({
    kind: 'turns',
    count: 2,
    from: ['left', 'up'],
    eachSeconds: 4,
    ...more,
  })
  const digits = (more: Record<string, Json>): Json => ({
    kind: 'digits',
    count: 4,
    maxSecondsEach: 2,
    gapSeconds: [2, 3],
    ...more,
  })

  test.each<[string, Path, Json, string]>([
    ['a declared language has a title', ['languages'], ['zh', 'en', 'th'], 'title.th'],
    ['a declared language is one that we write', ['languages'], ['zh', 'en', 'es'], 'languages'],
    ['a title is in a declared language', ['languages'], ['zh'], 'title.en'],
    ['somebody reads it', ['languages'], [], 'languages'],
    ['the zone exists', ['zone'], 'Asia/Atlantis', 'zone'],
    ['the zone has a name', ['zone'], '+08:00', 'zone'],
    ['a case can be opened', ['opening', 'by'], [], 'opening.by'],
    ['a way is named once', ['opening', 'by'], ['api', 'api'], 'opening.by'],
    ['an offline lane has a way', ['lanes', 'offline', 'ways'], [], 'lanes.offline.ways'],
    [
      'a fee is from less to more',
      ['lanes', 'offline', 'ways', 2, 'feeCny'],
      [2000, 800],
      'lanes.offline.ways.2.feeCny',
    ],
    ['some browser is let in', ['device', 'browsers'], [], 'device.browsers'],
    ['a run has steps', ['capture', 'steps'], [], 'capture.steps'],
    ['steps are told apart', step(1, 'id'), 'id-front', 'capture.steps'],
    ['a step’s least time is less', step(0, 'minSeconds'), 61, 'capture.steps.0.minSeconds'],
    ['a digits step asks for digits', step(3, 'challenge'), { kind: 'none' }, 'capture.steps.3.challenge.kind'],
    ['only a digits step does', step(4, 'challenge'), digits({}), 'capture.steps.4.challenge.kind'],
    ['only a face step asks for turns', step(0, 'challenge'), turns({}), 'capture.steps.0.challenge.kind'],
    [
      'a turn can differ from the last',
      step(2, 'challenge'),
      turns({ from: ['left'] }),
      'capture.steps.2.challenge.from',
    ],
    ['gaps vary', step(3, 'challenge'), digits({ gapSeconds: [3, 3] }), 'capture.steps.3.challenge.gapSeconds'],
    [
      'challenges fit their step',
      step(3, 'challenge'),
      digits({ count: 12, gapSeconds: [9, 10] }),
      'capture.steps.3.maxSeconds',
    ],
    ['turns fit their step', step(2, 'challenge'), turns({ count: 10, eachSeconds: 30 }), 'capture.steps.2.maxSeconds'],
    ['steps fit the run', step(0, 'minSeconds'), 600, 'capture.maxRunMinutes'],
    ['silence is within the run', ['capture', 'silentForMinutes'], 11, 'capture.silentForMinutes'],
    [
      'limits are those of the check',
      ['inspection', 'checks', 'face.one-person', 'limits'],
      { huge: 1 },
      'inspection.checks.face.one-person.limits.huge',
    ],
    ['pictures are looked at', ['inspection', 'sampleFps'], 0, 'inspection.sampleFps'],
    ['an automatic pass has a gate', ['inspection', 'checks'], {}, 'decision.automaticPass'],
    ['a lock can be reached', ['attempts', 'lockAfterFailures'], 5, 'attempts.lockAfterFailures'],
    [
      'advice comes before the lock',
      ['attempts', 'suggestSupportAfterInARow'],
      5,
      'attempts.suggestSupportAfterInARow',
    ],
    ['stages follow each other', ['restrictions', 1, 'afterHours'], 72, 'restrictions.1.afterHours'],
    ['a stage takes something', ['restrictions', 0, 'capabilities'], [], 'restrictions.0.capabilities'],
    ['a capability is taken once', ['restrictions', 1, 'capabilities'], ['withdrawal'], 'restrictions'],
    ['opening is told', ['notices', 'case-opened'], [], 'notices.case-opened'],
    ['a channel is named once', ['notices', 'passed'], ['email', 'email'], 'notices.passed'],
  ])('%s', (_what, path, value, field) => {
    // The longest allowed time makes room for the one value that is to be too long for the run.
    const json = field === 'capture.maxRunMinutes' ? changed(step(0, 'maxSeconds'), 1800) : fresh()
    const parent = at(json, path.slice(0, -1)) as Record<string, Json>
    parent[String(path.at(-1))] = value
    expect(problemsOf(json).map((one) => one.field)).toContain(field)
  })

  test('EL3 may be a refusal or a warning and nothing else', () => {
    const path = ['inspection', 'checks', 'id-card.validity', 'limits', 'whenFewer']
    expect(problemsOf(changed(path, 'warn'))).toEqual([])
    expect(problemsOf(changed(path, 'perhaps')).map((one) => one.field)).toEqual([path.join('.')])
  })
})

test('the schema for editors is the one the code reads by: write it anew with `countersign program schema`', () => {
  const kept = JSON.parse(readFileSync(new URL('../../programs/program.schema.json', import.meta.url), 'utf8'))
  expect(kept).toEqual(programJsonSchema())
})
