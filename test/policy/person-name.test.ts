import { expect, test } from 'vitest'
import { formatFault } from '../../src/text/fault.ts'
import { readPeople } from '../../src/policy/people.ts'

/** What is said of two people of these names; the second's name stands in line 9. */
function faultsOf(first: string, second: string): string[] {
  const person = (id: string, name: string) =>
    `  ${id}:\n    name: ${JSON.stringify(name)}\n    email: ${id}@contoso.com\n    practice: ${id}\n    language: en\n    groups: dba\n`
  const read = readPeople('people.yaml', `people:\n${person('a', first)}${person('b', second)}`)
  return 'faults' in read ? read.faults.map(formatFault) : []
}

const TWICE = 'people.yaml:9: the name of `b` looks like that of `a`; write them so that people can tell them apart'
test('two people whose names look the same on a card are refused', () => {
  expect(faultsOf('Amir Haddad', 'Amir Haddad')).toEqual([TWICE])
  expect(faultsOf('Amir Haddad', 'amir  ｈaddad')).toEqual([TWICE])
  expect(faultsOf('José', 'Jose\u0301')).toEqual([TWICE])
})

test('a name with a character that nobody sees is refused', () => {
  for (const mark of ['\u202e', '\u200b', '\u00ad', '\u2060', '\u3164', '\u{e0041}', '\u00a0', '\u034f']) {
    const code = `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    expect(faultsOf('Amir Haddad', `Carol${mark} Reyes`)).toEqual([
      `people.yaml:9: ${code} at column 17 is a character that is not seen as what it is; type it by hand instead of pasting it`,
    ])
  }
  expect(faultsOf('Amir Haddad', 'Carol \u0007Reyes')).toEqual([
    'people.yaml:9: U+0007 stands here by an escape, and is not seen as what it is; write it without',
  ])
  expect(faultsOf('Amir Haddad', 'Carol\tReyes')).toEqual(['people.yaml:9: the name of `b` holds a tab or a line end; write it without'])
})

test('a name of more than 300 characters is refused', () => {
  expect(faultsOf('Amir Haddad', 'C'.repeat(300))).toEqual([])
  expect(faultsOf('Amir Haddad', 'C'.repeat(301))).toEqual([
    'people.yaml:9: the name of `b` has 301 characters, and 300 are possible; shorten it',
  ])
})

test('a joiner that a script needs makes no other name of it', () => {
  expect(faultsOf('علیرضا', 'علی\u200cرضا')).toEqual([TWICE])
})

test('a word of two alphabets is refused, a name in two alphabets is not', () => {
  expect(faultsOf('Carol Reyes', 'Аmir Haddad')).toEqual([
    'people.yaml:9: the name of `b` mixes alphabets in one word (`Аmir`), as names do that shall look like others; write each word in one alphabet',
  ])
  expect(faultsOf('김민준 (Minjun)', 'Ольга Petrova')).toEqual([])
  expect(faultsOf("Siobhán O'Brien-Łukasz", 'とも子 山田')).toEqual([])
})
