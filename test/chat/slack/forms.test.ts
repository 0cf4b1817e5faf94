import type { Parameter, ScalarType } from '../../../src/procedure/procedure.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProcedure } from '../../../src/procedure/document/read-procedure.ts'
import type { Procedure } from '../../../src/procedure/procedure.ts'
import type { Target } from '../../../src/procedure/plan-types.ts'
import { writtenIn } from '../../../src/chat/slack/forms/fields.ts'
import { faultsOf, readStartForm, startForm } from '../../../src/chat/slack/forms/start-form.ts'
import { limitFaults } from './limits.ts'
import { en } from '../../../src/words/en.ts'

const procedure = failover()
const targets: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1', instance: 'RTC', site: 'dc2', practice: true },
}
const elements = (answers: Record<string, string>): [string, unknown][] =>
  startForm(en, { procedure, rehearsal: false, answers }, 'C0INCIDENT', {}).blocks.flatMap((block): [string, unknown][] =>
    block.type === 'input' ? [[block.block_id, block.element]] : [],
  )

describe('the form of a start', () => {
  test('has a field for each parameter, of its type, filled with what was typed and with what the document gives', () => {
    const fields = Object.fromEntries(elements({ backup: 'SEC', pool: 'lyncpc.contoso.com' }))
    expect(fields['answer.pool']).toMatchObject({ type: 'plain_text_input', initial_value: 'lyncpc.contoso.com' })
    expect(fields['answer.database']).toMatchObject({ type: 'plain_text_input', initial_value: 'mgc' })
    expect(fields['answer.backup']).toEqual({
      type: 'external_select',
      action_id: 'targets:sql-server',
      min_query_length: 0,
      initial_option: { text: { type: 'plain_text', text: 'SEC', emoji: false }, value: 'SEC' },
    })
    expect(fields['answer.files']).toMatchObject({ type: 'external_select', action_id: 'targets:powershell' })
    expect(fields['rehearse']).toMatchObject({ type: 'checkboxes' })
  })

  test('keeps to the limits of Slack with the longest things typed', () => {
    const answers = Object.fromEntries(procedure.parameters.map(({ name }) => [name, 'x'.repeat(3900)]))
    const form = startForm(en, { procedure, rehearsal: true, answers }, 'C0INCIDENT', { pool: 'y'.repeat(4000) })
    expect(limitFaults(form.blocks, 'modal')).toEqual([])
    expect(form.private_metadata.length).toBeLessThan(3000)
  })

  test('leaves a field empty that cannot hold what was typed: people would send what is left of it', () => {
    const typed = (length: number) => Object.fromEntries(elements({ pool: 'x'.repeat(length) }))['answer.pool']
    expect(typed(3000)).toMatchObject({ initial_value: 'x'.repeat(3000) })
    expect(typed(3001)).not.toHaveProperty('initial_value')
  })

  test('has fields of Slack’s own for mailboxes and pages, lists secrets by their names, and asks behind what a default is made of', () => {
    const parameter = (name: string, of: ScalarType, rest: Partial<Parameter> = {}): Parameter => ({
      name,
      type: { list: false, of },
      ask: `Which ${name}?`,
      line: 1,
      ...rest,
    })
    const parameters = [
      parameter('page', 'url', { default: 'https://{host}/health' }),
      parameter('host', 'fqdn'),
      parameter('duty', 'email', { optional: true }),
      parameter('key', 'secret'),
    ]
    const asked = { procedure: { ...procedure, parameters }, rehearsal: false, answers: { duty: 'nobody', key: 'hunter2' } }
    const { blocks } = startForm(en, asked, 'C0INCIDENT', {}, ['chat-pfx'])
    expect(limitFaults(blocks, 'modal')).toEqual([])
    const inputs = blocks.flatMap((block) => (block.type === 'input' ? [block] : []))
    expect(inputs.map(({ block_id, optional, hint }) => [block_id, optional, hint?.text])).toEqual([
      ['answer.host', false, undefined],
      ['answer.page', true, 'Left empty, it is https:\u2060//{host}/health.'],
      ['answer.duty', true, undefined],
      ['answer.key', false, undefined],
      ['rehearse', true, undefined],
    ])
    expect(inputs.map(({ element }) => element.type)).toEqual([
      'plain_text_input',
      'url_text_input',
      // What was typed is no address, and stands where it can be mended.
      'plain_text_input',
      'static_select',
      'checkboxes',
    ])
    expect(JSON.stringify(blocks)).not.toContain('hunter2')
  })

  test('says above the fields what was typed wrongly, and not what is not typed yet', () => {
    const asked = { procedure, rehearsal: false, answers: { pool: 'a b' } }
    const { blocks } = startForm(en, asked, 'C0INCIDENT', faultsOf(en, asked, { targets }))
    expect(blocks.filter(({ type }) => type === 'section').map((block) => (block.type === 'section' ? block.text?.text : ''))).toEqual([
      'Fail over Persistent Chat Server to the backup data centre',
      '▲ pool: `a b` is no full host name; write it like `lyncpc.contoso.com`.',
    ])
  })

  test('is read back as it was filled in', () => {
    const { private_metadata } = startForm(en, { procedure, rehearsal: false, answers: {} }, 'C0INCIDENT', {})
    const written = writtenIn({
      'answer.pool': { text: { type: 'plain_text_input', value: 'lyncpc.contoso.com' } },
      'answer.backup': { 'targets:sql-server': { type: 'external_select', selected_option: { value: 'SEC' } } },
      'answer.mirror': { 'targets:sql-server': { type: 'external_select', selected_option: null } },
      'answer.activeServers': { x: { selected_options: [{ value: 'pc5' }, { value: 'pc6' }] } },
      rehearse: { tick: { selected_options: [{ value: 'yes' }] } },
    })
    expect(readStartForm(private_metadata, written ?? {}, [procedure])).toEqual({
      procedure,
      channel: 'C0INCIDENT',
      rehearsal: true,
      answers: { pool: 'lyncpc.contoso.com', backup: 'SEC', activeServers: 'pc5, pc6' },
    })
  })

  test.each(['', '{}', 'null', '{"procedure":"other","channel":"C1"}'])('whose own data is %j is not ours', (text) =>
    expect(readStartForm(text, {}, [procedure])).toBeUndefined(),
  )

  test.each([null, 'x', { a: 1 }, { a: { b: { value: 7 } } }])('state %j is no form', (state) => expect(writtenIn(state)).toBeUndefined())
})

function failover(): Procedure {
  const file = join(import.meta.dirname, '../../../commands/failover-persistent-chat.md')
  const read = readProcedure(file, readFileSync(file, 'utf8'))
  if (!('procedure' in read)) throw new Error(JSON.stringify(read))
  return read.procedure
}
