/** A value of the document is given to a program as it is, where its type can be none of the program's options. */
import { expect, test } from 'vitest'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import type { ScalarType } from '../../../src/procedure/procedure.ts'
import { withReaders } from '../../../src/lint/usual-readers.ts'

function toldOf(of: ScalarType, text: string): string[] {
  const faults: string[] = []
  const scope = { names: ['dc'], find: () => 'ok' as const, typeOf: (name: string) => (name === 'dc' ? { list: false, of } : undefined) }
  lintPowershell({ text, role: 'read' }, scope, (_, what) => faults.push(what), withReaders({}))
  return faults
}

test.each(['fqdn', 'path', 'sql-server', 'powershell', 'boolean', 'duration'] as const)('a value of the type %s is no option', (type) => {
  expect(toldOf(type, 'repadmin /showrepl $dc /csv')).toEqual([])
  expect(toldOf(type, 'setspn -L "$DC"')).toEqual([])
})

test.each(['text', 'database', 'choice', 'integer'] as const)('a value of the type %s may be an option', (type) => {
  expect(toldOf(type, 'repadmin /showrepl $dc')).toEqual(['a `read` block only reads, and `$dc` may be an option of `repadmin` itself'])
})

test('a program that has no orders takes any value', () => {
  expect(toldOf('text', 'ping -n 1 $dc; nslookup $dc; sc.exe query $dc')).toEqual([])
})

test('what follows a beginning that is listed may be any value', () => {
  expect(toldOf('text', 'w32tm /query /computer:$dc /status')).toEqual([])
})

test.each(['net start spooler', 'net share x=C:\\', 'net use \\\\a\\b', 'net user bob secret', 'net localgroup Administrators bob /add'])(
  '%s does more than look',
  (text) => {
    expect(toldOf('text', text)).toEqual(['a `read` block only reads, and `net` with these arguments may do more'])
  },
)

test.each([
  'icacls C:\\a /grant bob:F',
  'dfsrmig /setglobalstate 1',
  'dfsrmig /getglobalstate /setglobalstate',
  'dnscmd /zonedelete contoso.com',
])('%s does more than look', (text) => expect(toldOf('text', text)).toHaveLength(1))

test.each(['net start', 'net share', 'net use', 'net user bob', 'net user bob /domain', 'net localgroup Administrators', 'net view \\\\a'])(
  '%s only looks',
  (text) => expect(toldOf('text', text)).toEqual([]),
)
