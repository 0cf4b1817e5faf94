/** A value that is asked for is shown and kept for ever: a document asks for no secret. */
import { expect, test } from 'vitest'
import { checkSecrets } from '../../src/lint/secret-parameters.ts'

function faultsOf(name: string, ask: string, of: 'text' | 'choice' = 'text'): string[] {
  const faults: string[] = []
  const parameter = { name, ask, type: { list: false, of }, line: 7 }
  checkSecrets([parameter], (line, what, next) => faults.push(`${line}: ${what}; ${next}`))
  return faults
}

test.each([
  ['pfxPassword', 'q'],
  ['adminPwd', 'q'],
  ['apiKey', 'q'],
  ['pin', 'q'],
  ['file', 'The password of the file'],
  ['a', 'Which password opens it?'],
  ['a', 'Enter your new passphrase'],
  ['a', '비밀번호를 입력하세요'],
])('refuses %s: %s', (name, ask) => {
  expect(faultsOf(name, ask)).toEqual([
    `7: \`${name}\` asks for a secret, and what is answered stands in the plan, on every card and in the log; make its type \`secret\`, which is answered with the name of a configured one, or keep it where the block runs`,
  ])
})

test.each([
  ['user', 'Whose password is reset?'],
  ['passwordAge', 'After how many days?'],
  ['secretary', 'Who is told?'],
  ['shippin', 'q'],
  ['pinned', 'q'],
])('takes %s: %s', (name, ask) => {
  expect(faultsOf(name, ask)).toEqual([])
})

test('takes a choice among texts that stand in the document', () => {
  expect(faultsOf('token', 'Which one?', 'choice')).toEqual([])
})
