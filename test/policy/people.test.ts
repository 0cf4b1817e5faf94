import { describe, expect, test } from 'vitest'
import { formatFault } from '../../src/text/fault.ts'
import { type Account, accountName, findPerson } from '../../src/policy/account.ts'
import { readPeople } from '../../src/policy/people.ts'
import type { PersonRecord } from '../../src/policy/people.ts'
import { en } from '../../src/words/en.ts'

const TENANT = '5a1d9c3e-70b4-4f6a-9b57-2c0e8d4f1a66'
const GOOD = `people:
  dana:
    name: Dana Whitfield
    email: Dana@contoso.com
    slack: { team: T0CONTOSO, user: U0DANA }
    entra: { tenant: ${TENANT.toUpperCase()}, object: 0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01 }
    practice: dana
    language: en
    groups: [operators, dba]
  amir:
    name: Amir Haddad
    email: amir@contoso.com
    slack: { team: T0CONTOSO, user: U0AMIR }
    language: ko
    groups: dba
`

function read(text: string): PersonRecord[] {
  const people = readPeople('approvals/people.yaml', text)
  if ('faults' in people) throw new Error(people.faults.map(formatFault).join('\n'))
  return people.people
}

function faults(from: string, to: string): string[] {
  if (!GOOD.includes(from)) throw new Error(from)
  const people = readPeople('approvals/people.yaml', GOOD.replace(from, to))
  return 'faults' in people ? people.faults.map((fault) => formatFault(fault).replace('approvals/people.yaml:', '')) : []
}

test('people are read whole, addresses and GUIDs in small letters, groups in order', () => {
  expect(read(GOOD)).toEqual([
    {
      id: 'dana',
      name: 'Dana Whitfield',
      email: 'dana@contoso.com',
      slack: { team: 'T0CONTOSO', user: 'U0DANA' },
      entra: { tenant: TENANT, object: '0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01' },
      practice: 'dana',
      language: 'en',
      groups: ['dba', 'operators'],
    },
    {
      id: 'amir',
      name: 'Amir Haddad',
      email: 'amir@contoso.com',
      slack: { team: 'T0CONTOSO', user: 'U0AMIR' },
      language: 'ko',
      groups: ['dba'],
    },
  ])
})

test.each<[string, string, string, string[]]>([
  ['nobody', GOOD, 'people: {}\n', ['1: nobody is named here; add a person under `people`']],
  [
    'a list of people',
    GOOD,
    'people: [dana]\n',
    ['1: `people` must be ids, each with what is known of the person; write it like `dana: { name: Dana Whitfield, … }`'],
  ],
  [
    'people that are one word',
    GOOD,
    'people: dana\n',
    ['1: `people` must be ids, each with what is known of the person; write it like `dana: { name: Dana Whitfield, … }`'],
  ],
  [
    'nothing under people',
    GOOD,
    'people:\n',
    ['1: `people` must be ids, each with what is known of the person; write it like `dana: { name: Dana Whitfield, … }`'],
  ],
  ['no key', GOOD, '', ['1: `people` is missing; add `people: …`']],
  ['another key', 'people:\n', 'groups: x\npeople:\n', ['1: `groups` is no key of this file; the keys are `people`']],
  ['an id with capitals', '  amir:', '  Amir:', ["10: `Amir` cannot be a person's id; use small letters, digits and dashes"]],
  ['no name', '    name: Amir Haddad\n', '', ['10: `name` is missing; add `name: …`']],
  ['no address', '    email: amir@contoso.com\n', '', ['10: `email` is missing; add `email: …`']],
  ['an address that is none', 'amir@contoso.com', 'amir', ['12: `email` must be an e-mail address; write it like `dana@contoso.com`']],
  ['no language', '    language: ko\n', '', ['10: `language` is missing; add `language: …`']],
  ['a language that is none', 'language: ko', 'language: Korean', ['14: `language` must be a language; write it like `en` or `ko`']],
  ['no groups', '    groups: dba\n', '', ['10: `groups` is missing; add `groups: …`']],
  [
    'a Slack team that is none',
    'team: T0CONTOSO, user: U0AMIR',
    'team: contoso, user: U0AMIR',
    ['13: `team` must be the id of a Slack team; write it like `T0123ABCD`'],
  ],
  ['a Slack user that is a name', 'user: U0AMIR', 'user: amir', ['13: `user` must be the id of a Slack user; write it like `U0123ABCD`']],
  ['a Slack account without a team', 'team: T0CONTOSO, user: U0AMIR', 'user: U0AMIR', ['13: `team` is missing; add `team: …`']],
  [
    'a Slack account that is text',
    '{ team: T0CONTOSO, user: U0AMIR }',
    'U0AMIR',
    ['13: `slack` must be keys and values; the keys are `team`, `user`'],
  ],
  [
    'an Entra object that is no GUID',
    'object: 0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01',
    'object: dana',
    ['6: `object` must be a GUID; copy it from Entra, like `72f988bf-86f1-41af-91ab-2d7cd011db47`'],
  ],
  ['an Entra account without a tenant', `tenant: ${TENANT.toUpperCase()}, `, '', ['6: `tenant` is missing; add `tenant: …`']],
  [
    'a practice account that is no name',
    'practice: dana',
    'practice: Dana W',
    ['7: `practice` must be a name of small letters, digits and dashes, a letter first; write it like `disaster-recovery`'],
  ],
  [
    'no account',
    '    slack: { team: T0CONTOSO, user: U0AMIR }\n',
    '',
    ['10: `amir` has no account, so nothing they do could be known as theirs; add `slack`, `entra` or `practice`'],
  ],
  [
    'an unknown key',
    'language: ko',
    'language: ko\n    phone: 1',
    ['15: `phone` is no key of the person `amir`; the keys are `name`, `email`, `slack`, `entra`, `practice`, `language`, `groups`'],
  ],
  [
    'a person that is text',
    GOOD,
    'people: { amir: me }\n',
    ['1: the person `amir` must be keys and values; the keys are `name`, `email`, `slack`, `entra`, `practice`, `language`, `groups`'],
  ],
  [
    'one Slack account twice',
    'user: U0AMIR',
    'user: U0DANA',
    ["13: the slack account of `amir` is `dana`'s already; give it to one of them, or make them one person"],
  ],
  [
    'one Slack user in two workspaces',
    '{ team: T0CONTOSO, user: U0AMIR }',
    '{ team: T0OTHER, user: U0DANA }',
    ["13: the slack account of `amir` is `dana`'s already; give it to one of them, or make them one person"],
  ],
  [
    'one address twice',
    'amir@contoso.com',
    'DANA@contoso.com',
    ["12: the address of `amir` is `dana`'s already; give it to one of them, or make them one person"],
  ],
  [
    'one practice account twice',
    'language: ko',
    'practice: dana\n    language: ko',
    ["14: the practice account of `amir` is `dana`'s already; give it to one of them, or make them one person"],
  ],
  [
    'one Entra account twice',
    'language: ko',
    `entra: { tenant: ${TENANT}, object: 0B7C1F52-3d1e-4a8f-8e0a-6f4d2b9c7e01 }\n    language: ko`,
    ["14: the teams account of `amir` is `dana`'s already; give it to one of them, or make them one person"],
  ],
])('a file with %s is refused', (_, from, to, said) => {
  expect(faults(from, to)).toEqual(said)
})

test('half an account belongs to nobody: two people may miss the same half', () => {
  const written = GOOD.replace('team: T0CONTOSO, user: U0DANA', 'user: U0DANA').replace('team: T0CONTOSO, user: U0AMIR', 'user: U0DANA')
  expect(faults(GOOD, written)).toEqual(['5: `team` is missing; add `team: …`', '13: `team` is missing; add `team: …`'])
  const users = written.replaceAll('user: U0DANA', 'team: T0CONTOSO')
  expect(faults(GOOD, users)).toEqual(['5: `user` is missing; add `user: …`', '13: `user` is missing; add `user: …`'])
  const entra = 'entra: { object: 0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01 }'
  const both = GOOD.replace(/entra: .*\n/, `${entra}\n`).replace('language: ko', `${entra}\n    language: ko`)
  expect(faults(GOOD, both)).toEqual(['6: `tenant` is missing; add `tenant: …`', '14: `tenant` is missing; add `tenant: …`'])
})

test('5,000 people may be named; of more nobody is read', () => {
  const people = (count: number) => `people:\n${Array.from({ length: count }, (_, index) => `  p${index}: x`).join('\n')}\n`
  const read = faults(GOOD, people(5000))
  expect(read).toHaveLength(5000)
  expect(read.filter((fault) => !fault.includes('must be keys and values'))).toEqual([])
  expect(faults(GOOD, people(5001))).toEqual(['1: 5001 people stand here, and 5000 are possible; keep those who start or approve'])
})

describe('an account leads to one person', () => {
  const people = read(GOOD)

  test.each([
    [{ platform: 'slack', team: 'T0CONTOSO', user: 'U0DANA' }, 'dana'],
    [{ platform: 'slack', team: 'T0CONTOSO', user: 'U0AMIR' }, 'amir'],
    [{ platform: 'teams', tenant: TENANT.toUpperCase(), object: '0B7C1F52-3D1E-4A8F-8E0A-6F4D2B9C7E01' }, 'dana'],
    [{ platform: 'practice', name: 'dana' }, 'dana'],
  ] as const)('%j is %s', (account, id) => {
    expect(findPerson(people, account)).toMatchObject({ person: { id } })
  })

  test.each([
    [{ platform: 'slack', team: 'T0OTHER', user: 'U0DANA' }, 'slack account T0OTHER/U0DANA'],
    [{ platform: 'teams', tenant: TENANT, object: 'x' }, `teams account ${TENANT}/x`],
    [{ platform: 'practice', name: 'amir' }, 'practice account amir'],
  ] as const)('%j is nobody', (account, named) => {
    expect(refusalOf(people, account)).toEqual([
      'unknown-person',
      `No person in people.yaml has the ${named}: ask whoever keeps that file to add it.`,
    ])
  })

  test('an account of two people is a refusal', () => {
    const doubled = [...people, { ...people[0], id: 'dan' } as PersonRecord]
    const sentence = '2 people in people.yaml have the practice account dana: it must be given to one of them before it can be used.'
    expect(refusalOf(doubled, { platform: 'practice', name: 'dana' })).toEqual(['ambiguous-person', sentence])
  })

  test('it is named as its platform names it', () => {
    expect(accountName({ platform: 'slack', team: 'T1', user: 'U2' })).toBe('T1/U2')
    expect(accountName({ platform: 'teams', tenant: 'A', object: 'B' })).toBe('a/b')
    expect(accountName({ platform: 'practice', name: 'dana' })).toBe('dana')
  })
})

/** Its code, and what is said of it. */
function refusalOf(people: readonly PersonRecord[], account: Account): [string, string] | undefined {
  const found = findPerson(people, account)
  return 'person' in found ? undefined : [found.refusal.code, en.notes.account[found.refusal.code](found.refusal.facts)]
}
