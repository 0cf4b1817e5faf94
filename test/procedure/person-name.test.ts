import { expect, test } from 'vitest'
import { formatFault } from '../../src/procedure/fault.ts'
import { readPeople } from '../../src/procedure/people.ts'

/** What is said of two people of these names; the second's name stands in line 9. */
function faultsOf(first: string, second: string): string[] {
  const person = (id: string, name: string) =>
    `  ${id}:\n    name: ${JSON.stringify(name)}\n    email: ${id}@contoso.com\n    practice: ${id}\n    language: en\n    groups: dba\n`
  const read = readPeople('people.yaml', `people:\n${person('a', first)}${person('b', second)}`)
  return 'faults' in read ? read.faults.map(formatFault) : []
}

const TWICE = 'people.yaml:9: the name of `b` looks like that of `a`; write them so that people can tell them apart'
const HIDDEN =
  'people.yaml:9: the name of `b` holds a character that cannot be seen or turns the direction of writing (U+202E); write it without'

test('two people whose names look the same on a card are refused', () => {
  expect(faultsOf('Amir Haddad', 'Amir Haddad')).toEqual([TWICE])
  expect(faultsOf('Amir Haddad', 'amir  ｈaddad')).toEqual([TWICE])
  expect(faultsOf('José', 'Jose\u0301')).toEqual([TWICE])
})

test('a name with a character that nobody sees is refused', () => {
  expect(faultsOf('Amir Haddad', 'Dana \u202eAmir')).toEqual([HIDDEN])
  for (const mark of ['\u200b', '\u00ad', '\u2060', '\u3164', '\u0007', '\u{e0041}'])
    expect(faultsOf('Amir Haddad', `Carol${mark} Reyes`)).toEqual([
      HIDDEN.replace('202E', (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')),
    ])
})

test('a word of two alphabets is refused, a name in two alphabets is not', () => {
  expect(faultsOf('Carol Reyes', 'Аmir Haddad')).toEqual([
    'people.yaml:9: the name of `b` mixes alphabets in one word (`Аmir`), as names do that shall look like others; write each word in one alphabet',
  ])
  expect(faultsOf('김민준 (Minjun)', 'Ольга Petrova')).toEqual([])
  expect(faultsOf("Siobhán O'Brien-Łukasz", 'とも子 山田')).toEqual([])
})
