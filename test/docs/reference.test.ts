/** The reference documents say every key, type, role and limit that the program reads, and none that it does not; their examples are good. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { configurationSchema } from '../../src/config/schema.ts'
import { readYaml } from '../../src/config.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import * as bounds from '../../src/text/bounds.ts'
import { spokenDuration } from '../../src/text/duration.ts'
import { PERSON_KEYS, readPeople } from '../../src/policy/people.ts'
import { POLICY_KEYS, readPolicy } from '../../src/policy/read-policy.ts'
import { ROLES } from '../../src/procedure/document/read-fence.ts'
import { HTTP_KEYS } from '../../src/procedure/document/read-http.ts'
import { FRONT_MATTER_KEYS } from '../../src/procedure/document/read-front-matter.ts'
import { PARAMETER_KEYS } from '../../src/procedure/document/read-parameter.ts'
import { STEP_KEYS } from '../../src/procedure/document/step-options.ts'
import { SCALAR_TYPES } from '../../src/procedure/document/type-name.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
const PROCEDURES = read('procedures.md')
const POLICIES = read('policies.md')
const CONFIGURATION = read('configuration.md')

/** First cells of the rows whose table begins with this head. */
function rows(text: string, head: string): string[] {
  const tables = text.split(/\n(?!\|)/).filter((part) => part.trimStart().startsWith(`| ${head} |`))
  if (tables.length === 0) throw new Error(`no table begins with | ${head} |`)
  return tables
    .flatMap((table) => [...table.matchAll(/^\| `?([^|`]+?)`? \|/gm)].map(([, cell = '']) => cell))
    .filter((cell) => cell !== head)
}

/** The example after this line of text. */
function example(text: string, begins: string, fence = '```'): string {
  const at = text.indexOf(begins)
  const from = text.indexOf('\n', text.indexOf(fence, at)) + 1
  return text.slice(from, text.indexOf(`\n${fence}`, from) + 1)
}

/** `{ '': { a }, b: { c } }` as `a`, `b.c`. */
function keysOf(tables: Record<string, Record<string, unknown>>): string[] {
  return Object.entries(tables).flatMap(([above, shape]) => Object.keys(shape).map((key) => (above === '' ? key : `${above}.${key}`)))
}

/** Every path of keys of the configuration; a name that people choose is `*`. A secret is one thing. */
function pathsOf(schema: Schema, path = ''): string[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const own = Object.entries(schema.properties ?? {}).filter(([key]) => key !== 'env' && key !== 'file')
  const named = typeof schema.additionalProperties === 'object' ? [['*', schema.additionalProperties] as const] : []
  return [
    ...parts.flatMap((part) => pathsOf(part, path)),
    ...[...own, ...named].flatMap(([key, inner]) => {
      const at = path === '' ? key : `${path}.${key}`
      return [at, ...pathsOf(inner, at)]
    }),
  ]
}

interface Schema {
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

describe('docs/procedures.md', () => {
  test('has a line for every key, and no other', () => {
    const keys = [...keysOf(FRONT_MATTER_KEYS), ...keysOf(PARAMETER_KEYS), ...keysOf(STEP_KEYS), ...keysOf(HTTP_KEYS)]
    expect(rows(PROCEDURES, 'key').toSorted()).toEqual(keys.toSorted())
  })

  test('has a line for every type and every role, and no other', () => {
    expect(rows(PROCEDURES, 'type')).toEqual([...SCALAR_TYPES])
    expect(rows(PROCEDURES, 'role')).toEqual([...ROLES])
  })

  test('begins with a procedure that is good', () => {
    expect(judgeDocument('restart-widgets.md', example(PROCEDURES, 'A small one, whole', '````'))).not.toHaveProperty('faults')
  })
})

describe('docs/policies.md', () => {
  test('has a line for every key, and no other', () => {
    const keys = [...keysOf(POLICY_KEYS), ...keysOf(PERSON_KEYS)]
    expect(rows(POLICIES, 'key').toSorted()).toEqual(keys.toSorted())
  })

  test('shows a policy and people that are good', () => {
    expect(readPolicy('disaster-recovery.yaml', example(POLICIES, '## A policy'))).not.toHaveProperty('faults')
    expect(readPeople('people.yaml', example(POLICIES, '## People'))).not.toHaveProperty('faults')
  })
})

describe('docs/configuration.md', () => {
  test('has a line for every key, and no other', () => {
    const schema = z.toJSONSchema(configurationSchema, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as Schema
    const keys = new Set(pathsOf(schema).filter((key) => !/^(sites|targets)\.\*$|\.workers\.\*$|\.environment\.\*$/.test(key)))
    expect([...new Set(rows(CONFIGURATION, 'key'))].toSorted()).toEqual([...keys].toSorted())
  })

  test('begins with a configuration that is good', () => {
    expect(readYaml('countersign.yaml', example(CONFIGURATION, '# The configuration'), configurationSchema).faults).toEqual([])
  })
})

test('every limit stands where its key is told of', () => {
  const all = [PROCEDURES, POLICIES, CONFIGURATION].join('\n')
  for (const [name, bound] of Object.entries(bounds)) {
    const said =
      typeof bound === 'number'
        ? [String(bound)]
        : Object.values(bound).map((value) => (name === 'PORTS' ? undefined : spokenDuration(value)))
    for (const value of said)
      if (value !== undefined && name !== 'LONGEST_NAME')
        expect(all, `${name}: ${value}`).toMatch(new RegExp(`(^|[^0-9])${value}([^0-9]|$)`))
  }
})
