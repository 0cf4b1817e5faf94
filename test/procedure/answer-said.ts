/** What becomes of an answer as it was typed, with its fault in words. */
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Parameter, ScalarType } from '../../src/procedure/procedure.ts'
import { readAnswer } from '../../src/procedure/value/read-answer.ts'
import { readSaid } from '../words/said.ts'

const TARGETS: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: 'rtc', site: 'b', practice: true },
  PRI: { kind: 'sql-server', name: 'PRI', host: 'sqla1.contoso.com', instance: '', site: 'a', practice: true },
  management: { kind: 'powershell', name: 'management', host: 'mgmt.contoso.com', site: 'b', practice: true },
}

export function answer(of: ScalarType, written: string, rest: Partial<Parameter> = {}, list = false) {
  return readSaid(
    readAnswer({ name: 'p', type: { list, of }, ask: '?', line: 1, ...rest }, written, { targets: TARGETS, secretNames: ['chat-pfx'] }),
  )
}

export const U0001 = '\u0001'
