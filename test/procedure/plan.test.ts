import { describe, expect, test } from 'vitest'
import { fingerprintPlan } from '../../src/procedure/fingerprint.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import { planDifference } from '../../src/procedure/plan-difference.ts'
import { makePlan } from '../../src/procedure/plan.ts'
import { changed, ON_NODES, procedureOf } from './documents.ts'
import { CAREFUL, planOf, planSource, TARGETS } from './plans.ts'
import { differences, planFault } from '../../src/words/en/plans.ts'

const NODES = {
  ...TARGETS,
  THIRD: { kind: 'sql-server', name: 'THIRD', host: 'sqlb3.contoso.com', instance: '', site: 'b', practice: true },
} as const

describe('a plan', () => {
  const plan = planOf()

  test('holds all that people approve', () => {
    const { procedure, values, targets, lock, policies, rehearsal } = plan
    const { id, command, title, hash, recoveryTimeMs } = planSource().procedure
    expect(procedure).toEqual({ id, command, title, hash, recoveryTimeMs })
    expect(values).toEqual(planSource().values)
    expect(targets).toEqual({ SEC: TARGETS['SEC'], sh: TARGETS['sh'] })
    expect(lock).toBe('widget/pool.contoso.com')
    expect(policies).toEqual({ careful: CAREFUL })
    expect(rehearsal).toBe(false)
  })

  test('names each block’s target, and each step’s site', () => {
    expect(plan.steps.map(({ site, blocks }) => [site, blocks.map(({ target }) => target)])).toEqual([
      ['b', ['SEC', 'SEC']],
      ['b', ['SEC', 'SEC', 'SEC']],
      ['b', ['sh', 'sh']],
      ['', []],
    ])
    expect(plan.steps[1]?.blocks[1]).toEqual({
      role: 'run',
      language: 'sql',
      database: 'msdb',
      target: 'SEC',
      text: 'EXEC dbo.mend @log;',
      line: 52,
      uses: ['log'],
    })
    expect(Object.keys(plan.steps[0] ?? {})).not.toContain('prose')
  })

  test('names the database that a parameter chose, which is approved with it', () => {
    const procedure = procedureOf(changed(['database=msdb', 'database=@database']))
    const of = (database: string) => planOf({ ...planSource(), procedure, values: { ...planSource().values, database } })
    expect(of('mgc').steps[1]?.blocks[1]).toMatchObject({ target: 'SEC', database: 'mgc' })
    expect(of('mgc').steps[1]?.blocks[0]).toMatchObject({ database: 'master' })
    expect(differences(planDifference(of('mgc'), of('archive')))).toContain('+ step 2, block 2, database: archive')
    expect(fingerprintPlan(of('mgc'))).not.toBe(fingerprintPlan(of('archive')))
  })

  test('names every target of a list that a block is sent to, in its order', () => {
    const procedure = procedureOf(changed(...ON_NODES))
    const of = (...nodes: string[]) => planOf({ ...planSource(), procedure, values: { ...planSource().values, nodes }, targets: NODES })
    expect(of('SEC', 'THIRD').steps[1]?.blocks[1]).toMatchObject({ target: 'node', targets: ['SEC', 'THIRD'], uses: ['node_host'] })
    expect(Object.keys(of('SEC', 'THIRD').targets)).toEqual(['SEC', 'sh', 'THIRD'])
    expect(differences(planDifference(of('SEC'), of('THIRD')))).toContain('+ step 2, block 2, targets: THIRD')
    expect(fingerprintPlan(of('SEC', 'THIRD'))).not.toBe(fingerprintPlan(of('THIRD', 'SEC')))
  })

  test('lists everybody who may approve or deviate, by id, with nothing but name and groups', () => {
    expect(plan.approvers).toEqual([
      { id: 'amir', name: 'Amir', groups: ['dba'] },
      { id: 'carol', name: 'Carol', groups: ['dba', 'uc-leads'] },
      { id: 'devi', name: 'Devi', groups: ['deviators'] },
    ])
  })

  test('knows a document without an objective, and a rehearsal', () => {
    const procedure = procedureOf(changed(['objective: { recovery-time: 30m }\n', '']))
    const made = planOf({ ...planSource(), procedure, rehearsal: true })
    expect(Object.keys(made.procedure)).toEqual(['id', 'command', 'title', 'hash'])
    expect(made.rehearsal).toBe(true)
  })

  test('holds the policies of its gates as well as its own', () => {
    const procedure = procedureOf(changed(['gate: careful', 'gate: stricter']))
    const stricter = { ...CAREFUL, id: 'stricter' }
    expect(Object.keys(planOf({ ...planSource(), procedure, policies: { careful: CAREFUL, stricter } }).policies)).toEqual([
      'careful',
      'stricter',
    ])
  })

  test('holds every target of a list', () => {
    const procedure = procedureOf(changed(['type: list of fqdn', 'type: list of powershell']))
    const values = { ...planSource().values, servers: ['sh', 'far'] }
    expect(Object.keys(planOf({ ...planSource(), procedure, values }).targets)).toEqual(['SEC', 'sh', 'far'])
  })
})

describe('no plan is made', () => {
  const source = planSource()
  const faultsOf = (change: Partial<typeof source>) => {
    const made = makePlan({ ...source, ...change })
    return 'faults' in made ? made.faults.map(planFault) : []
  }

  test('while a parameter has no value', () => {
    const { pool: _, ...values } = source.values
    expect(faultsOf({ values })).toEqual(['pool has no value yet: Which pool?'])
  })

  test('for a target that is gone, or of another kind', () => {
    expect(faultsOf({ values: { ...source.values, backup: 'PRI', shell: 'SEC' } })).toEqual([
      'backup names the target PRI, which is not configured: add it, or choose another one.',
      'shell names the target SEC, which is of the kind sql-server: choose one of the kind powershell.',
    ])
    expect(faultsOf({ values: { ...source.values, backup: 'toString' } })).toEqual([
      'backup names the target toString, which is not configured: add it, or choose another one.',
    ])
  })

  test('for two answers that must differ and are the same', () => {
    const procedure = procedureOf(
      changed(
        ['  size:', '  second: { type: sql-server, ask: "Which other server?", differs-from: backup }\n  size:'],
        ['= @database;', "= @database AND @second <> N'';"],
      ),
    )
    expect(faultsOf({ procedure, values: { ...source.values, second: 'SEC' } })).toEqual([
      'second leads to sqlb1.contoso.com\\rtc, as the answer to "Which server?" does, and must lead elsewhere: choose another target.',
    ])
    expect(faultsOf({ procedure, values: { ...source.values, backup: 'PRI', second: 'PRI' } })).toEqual([
      'second is the same as the answer to "Which server?", and must be another: choose another one.',
      'backup names the target PRI, which is not configured: add it, or choose another one.',
      'second names the target PRI, which is not configured: add it, or choose another one.',
    ])
    expect(faultsOf({ procedure, values: { ...source.values, second: 'PRI' } })).toEqual([
      'second names the target PRI, which is not configured: add it, or choose another one.',
    ])
    expect(faultsOf({ procedure, values: { ...source.values, second: 'sh' } })).toEqual([
      'second names the target sh, which is of the kind powershell: choose one of the kind sql-server.',
    ])
    const here: Target = { kind: 'powershell', name: 'here', host: TARGETS['SEC']?.host ?? '', site: 'b', practice: true }
    expect(faultsOf({ procedure, values: { ...source.values, second: 'here' }, targets: { ...source.targets, here } })).toEqual([
      'second names the target here, which is of the kind powershell: choose one of the kind sql-server.',
    ])
    const BES: Target = { kind: 'sql-server', name: 'BES', host: 'sqlb2.contoso.com', instance: 'rtc', site: 'b', practice: true }
    expect(faultsOf({ procedure, values: { ...source.values, second: 'BES' }, targets: { ...source.targets, BES } })).toEqual([])
  })

  test('for a policy that is not there', () => {
    const gone = 'The policy careful is not there: add approvals/careful.yaml, or name another one in the document.'
    expect(faultsOf({ policies: {} })).toEqual([gone])
    const procedure = procedureOf(changed(['gate: careful', 'gate: constructor-like']))
    expect(faultsOf({ procedure })).toEqual([
      'The policy constructor-like is not there: add approvals/constructor-like.yaml, or name another one in the document.',
    ])
  })

  test('for a lock that the engine would not take', () => {
    const locked = (length: number) => procedureOf(changed(['widget/{pool}', `${'w'.repeat(length - '/pool.contoso.com'.length)}/{pool}`]))
    expect(faultsOf({ procedure: locked(300) })).toEqual([])
    expect(faultsOf({ procedure: locked(301) })).toEqual([
      `The lock ${locked(301).lock} has 301 characters with these values, and 300 are possible: shorten them.`,
    ])
  })

  test('when a look puts its statement together on a server without a reader', () => {
    const built =
      "DECLARE @s nvarchar(max) = N'SELECT ok = 1 FROM ' + QUOTENAME(@database) + N'.sys.tables';\nIF @s IS NULL THROW 50000, N'x', 1;\nEXEC (@s);"
    const faults = (text: string, reader?: string): string[] => {
      const SEC = { ...TARGETS['SEC'], ...(reader && { reader }) } as Target
      const procedure = procedureOf(changed(['SELECT ok = 1;', text]))
      const made = makePlan({ ...planSource(), procedure, targets: { ...TARGETS, SEC } })
      return 'faults' in made ? made.faults.map(planFault) : []
    }
    const refused = [
      'Step 2 "Mend it" looks on SEC by a statement that it puts together, and SEC has no reader, whose rights alone would keep that from writing: give it one (`reader` under the target), or choose another target.',
    ]
    expect(faults(built)).toEqual(refused)
    expect(faults(built, 'looks')).toEqual([])
    expect(faults(built.replace('EXEC (@s)', 'EXECUTE /* now */ -- here\n(@s)'))).toEqual(refused)
    expect(faults(built.replace('EXEC (@s)', 'exec sys.sp_executesql @s'))).toEqual(refused)
    expect(faults('EXEC sp_helpdb;\nSELECT ok = 1;')).toEqual([])
    const acting = procedureOf(changed(['EXEC dbo.mend @log;', "EXEC (N'SELECT 1');\nEXEC dbo.mend @log;"]))
    expect(makePlan({ ...planSource(), procedure: acting })).not.toHaveProperty('faults')
  })

  test('when one step reaches two sites', () => {
    const procedure = procedureOf(changed(['```sql before on=backup\nSELECT ok = 1;', '```powershell before on=shell\n@{ Ok = 1 }']))
    expect(faultsOf({ procedure, values: { ...source.values, shell: 'far' } })).toEqual([
      'Step 2 "Mend it" reaches 2 sites (far at a, SEC at b), and one worker carries out a step: choose targets of one site.',
    ])
    expect(faultsOf({ values: { ...source.values, shell: 'far' } })).toEqual([])
  })

  test('when one item of a list reaches two sites, but not when its items do', () => {
    const far: Target = { kind: 'sql-server', name: 'FAR', host: 'sqla1.contoso.com', instance: '', site: 'a', practice: true }
    const targets = { ...TARGETS, FAR: far }
    const values = { ...source.values, nodes: ['SEC', 'FAR'] }
    expect(faultsOf({ procedure: procedureOf(changed(...ON_NODES)), values, targets })).toEqual([])
    const procedure = procedureOf(changed(...ON_NODES, ['before on=node', 'before on=backup']))
    expect(faultsOf({ procedure, values: { ...values, nodes: ['SEC'] }, targets })).toEqual([])
    expect(faultsOf({ procedure, values, targets })).toEqual([
      'Step 2 "Mend it" reaches 2 sites (SEC at b, FAR at a), and one worker carries out a step: choose targets of one site.',
    ])
  })

  test('for a target of a list that is not configured', () => {
    const values = { ...source.values, nodes: ['SEC', 'GONE'] }
    expect(faultsOf({ procedure: procedureOf(changed(...ON_NODES)), values })).toEqual([
      'nodes names the target GONE, which is not configured: add it, or choose another one.',
    ])
  })

  test('and all that stands in the way is said at once', () => {
    expect(faultsOf({ values: {}, policies: {} })).toHaveLength(8)
  })
})
