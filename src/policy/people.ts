/** `approvals/people.yaml`: human beings, their accounts and their groups. */
import { MOST_GROUPS_OF_PERSON, MOST_PEOPLE, LONGEST_NAME } from '../text/bounds.ts'
import { accountName, accountsOf, type Account, type Accounts } from './account.ts'
import { sortFaults, type Fault, type Report, type Complaint } from '../text/fault.ts'
import type { Person } from './policy.ts'
import { inEnglish } from '../yaml/say-yaml-fault.ts'
import { readKeys, readYamlMap, type YamlMap } from '../yaml/read-map.ts'
import { anything, field, nameField, namesField, optional, textField, type Field } from '../yaml/fields.ts'

/** A person with their accounts. Only `id`, `name` and `groups` go into plans and logs. */
export interface PersonRecord extends Person, Accounts {
  /** A hint for people, never a key. */
  email: string
  /** BCP 47, e.g. `en` or `ko`. */
  language: string
}

const peopleField = field((written) => (typeof written === 'object' && written !== null && !Array.isArray(written) ? written : undefined), {
  is: 'people',
})
const emailField = field(
  (written) => (typeof written === 'string' && /^[^\s@]+@[^\s@]+$/.test(written) ? written.toLowerCase() : undefined),
  { is: 'email' },
)
const languageField = field(
  (written) => (typeof written === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(written) ? written : undefined),
  { is: 'language' },
)
const slackTeam = slackId('T', 'team')
const slackUser = slackId('UW', 'user')
const guidField = field(
  (written) =>
    typeof written === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written) ? written.toLowerCase() : undefined,
  { is: 'guid' },
)

const SHAPE = {
  name: textField,
  email: emailField,
  slack: anything,
  entra: anything,
  practice: optional(nameField),
  language: languageField,
  groups: namesField(MOST_GROUPS_OF_PERSON),
}
const SLACK = { team: slackTeam, user: slackUser }
const ENTRA = { tenant: guidField, object: guidField }

/** Every key, by the key above it: what the reference documents are held to. */
export const PERSON_KEYS = { '': SHAPE, slack: SLACK, entra: ENTRA }

/** All faults come back at once; one account, and one address, belongs to one person only. */
export function readPeople(file: string, text: string): { people: PersonRecord[] } | { faults: Fault[] } {
  const faults: Fault[] = []
  const report: Report = (line, what, next) => faults.push({ file, line, what, next })
  const map = readYamlMap(text, 1, inEnglish(report))
  const { people: written } = readKeys({ people: peopleField }, map, { path: [], of: { is: 'file' } }, inEnglish(report))
  const ids = Object.keys(written ?? {})
  if (ids.length > MOST_PEOPLE) {
    report(map.lineOf(['people']), `${ids.length} people stand here, and ${MOST_PEOPLE} are possible`, 'keep those who start or approve')
    return { faults: sortFaults(faults) }
  }
  const people = ids.flatMap((id) => readPerson(id, map, report) ?? [])
  reportShared(people, map, report)
  if (faults.length === 0 && people.length === 0) report(1, 'nobody is named here', 'add a person under `people`')
  return faults.length > 0 ? { faults: sortFaults(faults) } : { people }
}

function readPerson(id: string, map: YamlMap, report: Report): PersonRecord | undefined {
  const path = ['people', id]
  const line = map.lineOf(path)
  if ('wanted' in nameField(id)) report(line, `\`${id}\` cannot be a person's id`, 'use small letters, digits and dashes')
  const { slack, entra, ...rest } = readKeys(SHAPE, map, { path, of: { is: 'person', name: id }, line }, inEnglish(report))
  const { name, email, language, groups } = rest
  if (name === undefined || email === undefined || language === undefined || groups === undefined) return undefined
  const odd = nameFault(name)
  if (odd !== undefined) report(map.lineOf([...path, 'name']), `the name of \`${id}\` ${odd.what}`, odd.next)
  const person: PersonRecord = { id, name, email, language, groups: groups.toSorted() }
  if (rest.practice !== undefined) person.practice = rest.practice
  if (slack !== undefined) {
    const { team, user } = readKeys(SLACK, map, { path: [...path, 'slack'], of: { is: 'key', name: 'slack' } }, inEnglish(report))
    if (team !== undefined && user !== undefined) person.slack = { team, user }
  }
  if (entra !== undefined) {
    const { tenant, object } = readKeys(ENTRA, map, { path: [...path, 'entra'], of: { is: 'key', name: 'entra' } }, inEnglish(report))
    if (tenant !== undefined && object !== undefined) person.entra = { tenant, object }
  }
  if (slack === undefined && entra === undefined && rest.practice === undefined) {
    report(line, `\`${id}\` has no account, so nothing they do could be known as theirs`, 'add `slack`, `entra` or `practice`')
  }
  return person
}

/** Two people means two human beings: what two records share would let one of them count twice. */
function reportShared(people: readonly PersonRecord[], map: YamlMap, report: Report): void {
  const owners = new Map<string, PersonRecord>()
  for (const person of people) {
    for (const { key, mark, said } of marksOf(person)) {
      const other = owners.get(mark)
      if (other === undefined) owners.set(mark, person)
      else if (other !== person) report(map.lineOf(['people', person.id, key]), ...said(other))
    }
  }
}

interface Mark {
  /** Where it is written. */
  key: string
  mark: string
  said: (other: PersonRecord) => [what: string, next: string]
}

/** Everything of a person that nobody else may have. */
function marksOf(person: PersonRecord): Mark[] {
  const shared =
    (what: string): Mark['said'] =>
    (other) => [`${what} of \`${person.id}\` is \`${other.id}\`'s already`, 'give it to one of them, or make them one person']
  return [
    {
      key: 'name',
      mark: `name ${lookOf(person.name)}`,
      said: (other) => [`the name of \`${person.id}\` looks like that of \`${other.id}\``, 'write them so that people can tell them apart'],
    },
    { key: 'email', mark: `email ${person.email}`, said: shared('the address') },
    ...accountsOf(person).map((account) => ({
      key: KEYS[account.platform],
      // Somebody who is in several workspaces of one organisation has the same id in each.
      mark: account.platform === 'slack' ? `slack ${account.user}` : `${account.platform} ${accountName(account)}`,
      said: shared(`the ${account.platform} account`),
    })),
  ]
}

const KEYS: Record<Account['platform'], string> = { slack: 'slack', teams: 'entra', practice: 'practice' }

function slackId(letters: string, of: 'team' | 'user'): Field<string> {
  const form = new RegExp(`^[${letters}][A-Z0-9]{2,20}$`)
  return field((written) => (typeof written === 'string' && form.test(written) ? written : undefined), {
    is: 'slack-id',
    of,
    letter: letters[0] ?? '',
  })
}

/** Alphabets whose letters look like each other's. */
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

/** Names stand on cards, where people tell each other apart by them alone: why this one cannot; undefined when it can. Hidden characters are refused where the file is read. */
function nameFault(name: string): Complaint | undefined {
  if (name.length > LONGEST_NAME) return { what: `has ${name.length} characters, and ${LONGEST_NAME} are possible`, next: 'shorten it' }
  if (/[\t\r\n]/.test(name)) return { what: 'holds a tab or a line end', next: 'write it without' }
  const mixed = name.split(/[^\p{L}\p{M}]+/u).find((word) => ALPHABETS.filter((alphabet) => alphabet.test(word)).length > 1)
  if (mixed === undefined) return undefined
  return {
    what: `mixes alphabets in one word (\`${mixed}\`), as names do that shall look like others`,
    next: 'write each word in one alphabet',
  }
}

/** Two names with the same look cannot be told apart. */
function lookOf(name: string): string {
  return name
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
}
