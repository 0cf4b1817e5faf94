import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findingsOfProof, lineOfProof, sayChanged } from '../../src/cli/live/prove-readers.ts'
import { proveReader, type ReaderProof } from '../../src/cli/live/reader-rights.ts'
import type { Procedure } from '../../src/procedure/procedure.ts'
import type { BlockContext } from '../../src/worker/context.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { SqlTarget } from '../../src/worker/options.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { principal, reader, type Given } from '../estate/rights/principal.ts'

let estate: Estate
let target: SqlTarget
const dir = mkdtempSync(join(tmpdir(), 'rights-'))
const configuration = join(dir, 'countersign.yaml')
beforeAll(async () => {
  estate = await startEstate({ dir: join(dir, 'estate') })
  const { server, instance, host, port, user, password, reader: looks } = estate.instances.find(({ name }) => name === 'SEC')!
  const ca = readFileSync(estate.ca, 'utf8')
  target = { kind: 'sql-server', name: 'SEC', host: server, instance, port, address: host, user, password: { secret: password }, ca }
  target.reader = { user: looks.user, password: { secret: looks.password } }
})
afterAll(async () => {
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
})

const RUN = [
  { role: 'run', language: 'sql', text: "EXEC msdb.dbo.sp_start_job @job_name = N'x';", database: 'master' },
  { role: 'check', language: 'sql', text: 'SELECT done = 1', database: 'master' },
]
const BELOW = [{ role: 'run', language: 'sql', text: "EXEC msdb.dbo.sp_stop_job @job_name = N'x';", database: 'master' }]
const procedure = { steps: [{ blocks: RUN }, { blocks: [], substeps: [{ blocks: BELOW }] }] } as unknown as Procedure

/** What is found of a log-in that was given this; the practice reader's rights where nothing is said. */
async function proofOf(given?: Given, of: SqlTarget = target): Promise<ReaderProof> {
  const { principals } = estate.state.instances.find(({ name }) => name === 'SEC')!
  principals.set('countersign_reader', given === undefined ? reader('countersign_reader') : principal('countersign_reader', given))
  const [sessions, shells] = [new SessionPool('countersign/test/check'), openShells(maskOf([]))]
  const bench: BlockContext = { options: { name: 'x', targets: { SEC: of }, files: dir }, mask: maskOf([]), sessions, shells }
  const proof = await proveReader(bench, of, { procedure, looking: ['xp_fileexist'] })
  await Promise.all([sessions.close(), shells.close()])
  return proof
}

const looks = { msdb: { roles: ['db_datareader'] } }

describe('a reader is proven to be one by the server', () => {
  test('the practice reader looks, and may do nothing else', async () => {
    expect(await proofOf()).toEqual({ target: 'SEC', how: 'only-looks', reader: 'countersign_reader', linked: [] })
  })

  test.each<[string, Given, string[]]>([
    [
      'sysadmin, in one sentence',
      { roles: ['sysadmin'] },
      ['it is a member of the server role sysadmin: ALTER SERVER ROLE sysadmin DROP MEMBER [countersign_reader];'],
    ],
    [
      'a right on the server',
      { permissions: ['ALTER ANY DATABASE'] },
      [
        'it has ALTER ANY DATABASE on the server: REVOKE ALTER ANY DATABASE FROM [countersign_reader]; or take it out of the role that has it.',
        'it has CREATE ANY DATABASE on the server: REVOKE CREATE ANY DATABASE FROM [countersign_reader]; or take it out of the role that has it.',
      ],
    ],
    [
      'a role of the server, with what it brings',
      { roles: ['bulkadmin'] },
      [
        'it is a member of the server role bulkadmin: ALTER SERVER ROLE [bulkadmin] DROP MEMBER [countersign_reader];',
        'it has ADMINISTER BULK OPERATIONS on the server: REVOKE ADMINISTER BULK OPERATIONS FROM [countersign_reader]; or take it out of the role that has it.',
      ],
    ],
    [
      'a role of a database',
      { users: { mgccomp: { roles: ['db_owner'] } } },
      [
        'it is a member of the role db_owner of the database mgccomp: USE [mgccomp]; ALTER ROLE [db_owner] DROP MEMBER [countersign_reader];',
      ],
    ],
    [
      'a right on a database',
      { users: { mgccomp: { permissions: ['CREATE PROCEDURE'] } } },
      [
        'it has CREATE PROCEDURE in the database mgccomp: USE [mgccomp]; REVOKE CREATE PROCEDURE FROM [countersign_reader]; or take it out of the role that has it.',
      ],
    ],
    [
      'a right on one table',
      { users: { msdb: { ...looks.msdb, objects: { 'dbo.sysjobs': ['UPDATE'] } } } },
      [
        'it has UPDATE on msdb.dbo.sysjobs: USE [msdb]; REVOKE UPDATE ON [dbo].[sysjobs] FROM [countersign_reader]; or take it out of the role that has it.',
      ],
    ],
    [
      'EXECUTE on what the document runs after an approval',
      { users: { msdb: { objects: { 'dbo.sp_start_job': ['EXECUTE'], 'dbo.sp_stop_job': ['EXECUTE'] } } } },
      [
        'it may execute msdb.dbo.sp_start_job, which the document does only after an approval: USE [msdb]; REVOKE EXECUTE ON [dbo].[sp_start_job] FROM [countersign_reader]; or take it out of the role that has it.',
        'it may execute msdb.dbo.sp_stop_job, which the document does only after an approval: USE [msdb]; REVOKE EXECUTE ON [dbo].[sp_stop_job] FROM [countersign_reader]; or take it out of the role that has it.',
      ],
    ],
  ])('%s is too much, by its name and with what takes it away', async (_, given, said) => {
    const proof = await proofOf(given)
    expect(proof).toMatchObject({ how: 'may-write', reader: 'countersign_reader' })
    expect('may' in proof && proof.may.map(({ what, next }) => `${what}: ${next}`)).toEqual(said)
  })

  test('what looks is not too much', async () => {
    const given = {
      permissions: ['VIEW SERVER STATE', 'VIEW ANY DEFINITION'],
      users: { msdb: { roles: ['db_datareader'], permissions: ['VIEW DEFINITION', 'SHOWPLAN'] } },
    }
    expect(await proofOf(given)).toMatchObject({ how: 'only-looks' })
  })

  test('a log-in that may not even log in is not taken for one that may not write', async () => {
    const wrong = { ...target, reader: { user: 'countersign_reader', password: { secret: 'wrong' } } }
    expect(await proofOf(undefined, wrong)).toMatchObject({ how: 'not-asked', why: expect.stringContaining('error 18456') as string })
  })

  test('a target without one is said to have none', async () => {
    const { reader: _, ...without } = target
    expect(await proofOf(undefined, without)).toEqual({ target: 'SEC', how: 'no-reader' })
  })
})

describe('what is said of it', () => {
  const text = 'targets:\n  SEC:\n    user: a\n    reader: { user: b }\n'
  beforeAll(() => writeFileSync(configuration, text))

  test('a reader that may write is a fault at its line, and the check has failed', () => {
    const proof: ReaderProof = { target: 'SEC', how: 'may-write', reader: 'b', may: [{ what: 'it owns the database x', next: 'ALTER …;' }] }
    expect(lineOfProof(proof)).toBe('  SEC: b MAY WRITE: 1 right too many')
    expect(findingsOfProof(proof, configuration)).toEqual([
      { file: configuration, line: 4, what: 'b, the reader of SEC, may write: it owns the database x.', next: 'ALTER …;', told: false },
    ])
    expect(sayChanged([proof])).toBe(
      'Whether anything was changed over SEC cannot be known here: nothing but the document keeps a look there from writing.',
    )
  })

  test('no reader is to look at, and the check has not failed', () => {
    const proof: ReaderProof = { target: 'SEC', how: 'no-reader' }
    expect(lineOfProof(proof)).toBe('  SEC: NO READER: looks are sent with the log-in that may also write')
    expect(findingsOfProof(proof, configuration)).toEqual([
      {
        file: configuration,
        line: 3,
        what: 'target SEC has no reader, so nothing but the document keeps its looks from writing.',
        next: 'Make a second log-in that may only look (`countersign grants sql` prints its rights), and name it as `reader`.',
        told: true,
      },
    ])
    expect(sayChanged([proof])).not.toContain('Nothing was changed')
  })

  test('"Nothing was changed" is said where every reader was proven, and where one leads to no other server', () => {
    const proven: ReaderProof = { target: 'SEC', how: 'only-looks', reader: 'b', linked: [] }
    expect(sayChanged([proven])).toBe('Nothing was changed.')
    expect(sayChanged([proven, { ...proven, target: 'SECM', linked: ['OLD'] }])).toContain('over SECM cannot be known here')
    expect(lineOfProof({ ...proven, linked: ['OLD'] })).toBe(
      '  SEC: b may look, and nothing else here; what it may do on the linked servers OLD was not judged',
    )
  })
})
