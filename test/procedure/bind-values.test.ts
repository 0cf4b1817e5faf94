import { describe, expect, test } from 'vitest'
import { bindValues, serverName } from '../../src/procedure/bind-values.ts'
import type { BindingSource } from '../../src/procedure/bind-values.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Value } from '../../src/procedure/procedure.ts'
import { changed, GOOD, ON_NODES, procedureOf } from './documents.ts'
import { inEnglish } from '../worker/said.ts'

const SEC = { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: 'rtc', site: 'b', practice: true } as const
const PRI = { ...SEC, name: 'PRI', host: 'sqla1.contoso.com', instance: '' }
const SHELL: Target = { kind: 'powershell', name: 'sh', host: 'mgmt.contoso.com', site: 'b', practice: true }

function source(values: Record<string, Value>, rest: Partial<BindingSource> = {}): BindingSource {
  return { procedure: procedureOf(GOOD), step: {}, values, captures: {}, targets: { SEC, PRI, sh: SHELL }, ...rest }
}

const sql = (...uses: string[]) => ({ language: 'sql', uses }) as const
const powershell = (...uses: string[]) => ({ language: 'powershell', uses }) as const

describe('SQL is given typed values', () => {
  test.each<[name: string, value: Value, sqlType: string, bound: unknown]>([
    ['database', "mgc'; DROP DATABASE mgc; --", 'nvarchar(128)', "mgc'; DROP DATABASE mgc; --"],
    ['pool', 'lyncpc.contoso.com', 'nvarchar(255)', 'lyncpc.contoso.com'],
    ['backup', 'SEC', 'nvarchar(260)', 'sqlb1.contoso.com\\rtc'],
    ['backup', 'PRI', 'nvarchar(260)', 'sqla1.contoso.com'],
    ['shell', 'sh', 'nvarchar(255)', 'mgmt.contoso.com'],
    ['servers', ['a.b', 'c"d.e'], 'nvarchar(max)', '["a.b","c\\"d.e"]'],
    ['size', 3, 'int', 3],
    ['size', 2147483647, 'int', 2147483647],
    ['size', 2147483648, 'bigint', 2147483648],
    ['size', -2147483648, 'bigint', -2147483648],
    ['mode', 'Normal', 'nvarchar(4000)', 'Normal'],
  ])('%s = %j as %s', (name, value, sqlType, bound) => {
    expect(bindValues(sql(name), source({ [name]: value }))).toEqual({ language: 'sql', values: [{ name, sqlType, value: bound }] })
  })

  test('a boolean as bit, a duration as milliseconds, a text and its like as nvarchar', () => {
    const procedure = procedureOf(changed(['type: integer, ask: "How many?", min: 1, max: 9, default: 3', 'type: boolean, ask: "Really?"']))
    expect(bindValues(sql('size'), source({ size: true }, { procedure }))).toEqual({
      language: 'sql',
      values: [{ name: 'size', sqlType: 'bit', value: true }],
    })
  })

  test('what nobody answered, as NULL of its type', () => {
    const optional = (type: string): string => `type: ${type}, ask: "Which?", optional: true`
    const procedure = procedureOf(
      changed(
        ['type: fqdn, ask: "Which pool?", example: pool.contoso.com', optional('login')],
        ['lock: widget/{pool}', 'lock: widget'],
        ['type: sql-server, ask: "Which server?" }', `type: sql-server, ask: "Which server?" }\n  other: { ${optional('sql-server')} }`],
        ['type: list of fqdn, ask: "Which servers?", min: 1, max: 4', optional('list of fqdn')],
        ['type: integer, ask: "How many?", min: 1, max: 9, default: 3', optional('integer')],
        ['type: choice, ask: "Which mode?", choices: [Normal, FailedOver]', optional('boolean')],
        ['when: { mode: FailedOver }', 'when: { mode: yes }'],
      ),
    )
    expect(bindValues(sql('pool', 'other', 'other_host', 'other_instance', 'servers', 'size', 'mode'), source({}, { procedure }))).toEqual({
      language: 'sql',
      values: [
        { name: 'pool', sqlType: 'nvarchar(128)', value: null },
        { name: 'other', sqlType: 'nvarchar(260)', value: null },
        { name: 'other_host', sqlType: 'nvarchar(255)', value: null },
        { name: 'other_instance', sqlType: 'nvarchar(128)', value: null },
        { name: 'servers', sqlType: 'nvarchar(max)', value: null },
        { name: 'size', sqlType: 'bigint', value: null },
        { name: 'mode', sqlType: 'bit', value: null },
      ],
    })
    expect(bindValues(powershell('pool', 'other_host'), source({}, { procedure }))).toEqual({
      language: 'powershell',
      values: { pool: null, other_host: null },
    })
  })

  test('a secret by its name, for the worker to follow', () => {
    const procedure = procedureOf(
      changed(
        ['type: database, ask: "Which database?", default: mgc', 'type: secret, ask: "Which key?"'],
        ['WHERE s.name = @database', ''],
        ['EXEC dbo.mend @log;', 'EXEC dbo.mend @log, @database;'],
      ),
    )
    const given = source({ database: 'chat-pfx' }, { procedure })
    expect(bindValues(sql('database'), given)).toEqual({
      language: 'sql',
      values: [{ name: 'database', sqlType: 'nvarchar(4000)', value: 'chat-pfx', secret: true }],
    })
    expect(bindValues(powershell('database', 'database_text'), given)).toEqual({
      language: 'powershell',
      values: { database: { secret: 'chat-pfx', as: 'secure' }, database_text: { secret: 'chat-pfx', as: 'text' } },
    })
  })

  test('the parts of a server by their derived names', () => {
    const bound = bindValues(sql('backup_host', 'backup_instance'), source({ backup: 'SEC' }))
    expect(bound).toEqual({
      language: 'sql',
      values: [
        { name: 'backup_host', sqlType: 'nvarchar(255)', value: 'sqlb1.contoso.com' },
        { name: 'backup_instance', sqlType: 'nvarchar(128)', value: 'rtc' },
      ],
    })
  })

  test('the server at hand and its parts, as those of a parameter', () => {
    const given = source(
      { nodes: ['PRI', 'SEC'] },
      { procedure: procedureOf(changed(...ON_NODES)), step: { each: { item: 'node', of: 'nodes' } }, item: 'SEC' },
    )
    expect(bindValues(sql('node', 'node_host', 'node_instance'), given)).toEqual({
      language: 'sql',
      values: [
        { name: 'node', sqlType: 'nvarchar(260)', value: 'sqlb1.contoso.com\\rtc' },
        { name: 'node_host', sqlType: 'nvarchar(255)', value: 'sqlb1.contoso.com' },
        { name: 'node_instance', sqlType: 'nvarchar(128)', value: 'rtc' },
      ],
    })
    const { item: _item, ...none } = given
    expect(inEnglish(bindValues(sql('node_host'), none))).toEqual({ fault: '`node_host` is one item of `nodes`, and no item is at hand.' })
  })

  test('captures by the type that the step gives them, and the item at hand by the type of its list', () => {
    const given = source(
      {},
      { step: { each: { item: 'log', of: 'logs' } }, captures: { share: '\\\\a\\b', logs: ['D:\\x'] }, item: 'D:\\x' },
    )
    expect(bindValues(sql('share', 'log', 'logs'), given)).toEqual({
      language: 'sql',
      values: [
        { name: 'share', sqlType: 'nvarchar(260)', value: '\\\\a\\b' },
        { name: 'log', sqlType: 'nvarchar(260)', value: 'D:\\x' },
        { name: 'logs', sqlType: 'nvarchar(max)', value: '["D:\\\\x"]' },
      ],
    })
  })
})

describe('PowerShell is given plain values', () => {
  test('only those that the block uses', () => {
    const given = source({ pool: 'a.b', servers: ['c.d'], size: 3, database: '$(Stop-Computer)', backup: 'SEC', shell: 'sh' })
    expect(bindValues(powershell('servers', 'database', 'backup', 'backup_instance', 'shell'), given)).toEqual({
      language: 'powershell',
      values: {
        servers: ['c.d'],
        database: '$(Stop-Computer)',
        backup: 'sqlb1.contoso.com\\rtc',
        backup_instance: 'rtc',
        shell: 'mgmt.contoso.com',
      },
    })
  })

  test('of a list of servers, each as host and instance', () => {
    const procedure = procedureOf(changed(['type: list of fqdn', 'type: list of sql-server']))
    const given = source({ servers: ['SEC', 'PRI', 'gone'] }, { procedure })
    expect(bindValues(powershell('servers'), given)).toEqual({
      language: 'powershell',
      values: { servers: ['sqlb1.contoso.com\\rtc', 'sqla1.contoso.com', 'gone'] },
    })
  })

  test('an instance without a name as empty text', () => {
    expect(bindValues(powershell('backup_instance'), source({ backup: 'PRI' }))).toEqual({
      language: 'powershell',
      values: { backup_instance: '' },
    })
  })
})

test('an address is given plain values, and none in the place of what nobody answered', () => {
  const procedure = procedureOf(changed(['max: 9, default: 3', 'max: 9, optional: true']))
  const given = source({ pool: 'a.b', backup: 'SEC', mode: 'Normal' }, { procedure })
  expect(bindValues({ language: 'http', uses: ['pool', 'backup_host', 'size'] }, given)).toEqual({
    language: 'http',
    values: { pool: 'a.b', backup_host: 'sqlb1.contoso.com' },
  })
})

describe('a block is not sent', () => {
  test.each<[string, BindingSource, string]>([
    ['pool', source({}), '`pool` has no value yet.'],
    ['share', source({ pool: 'a.b' }), '`share` has no value yet.'],
    ['constructor', source({}), '`constructor` has no value yet.'],
    ['backup_host', source({}), '`backup_host` has no value yet.'],
    ['backup', source({ backup: 'SECM' }), '`backup` names the target SECM, which is not configured.'],
    ['backup', source({ backup: 'toString' }), '`backup` names the target toString, which is not configured.'],
    ['log', source({}, { step: { each: { item: 'log', of: 'logs' } } }), '`log` is one item of `logs`, and no item is at hand.'],
  ])('without %s', (name, given, fault) => {
    expect(inEnglish(bindValues(sql(name), given))).toEqual({ fault })
    expect(inEnglish(bindValues(powershell(name), given))).toEqual({ fault })
  })
})

test('a server is named by host and instance, or by its host alone', () => {
  expect(serverName(SEC)).toBe('sqlb1.contoso.com\\rtc')
  expect(serverName(PRI)).toBe('sqla1.contoso.com')
})
