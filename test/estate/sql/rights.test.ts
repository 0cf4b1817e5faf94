import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { principal } from '../rights/principal.ts'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let estate: { state: EstateState; remove: () => void }
beforeAll(() => {
  estate = practiceEstate({ reader: { user: 'looks', password: 'secret' } })
})
afterAll(() => estate.remove())

/** A session of the reader; what it may on SEC is `given`, or what the estate gives it. */
function sessionOf(given?: Parameters<typeof principal>[1], database = 'master'): PracticeSession {
  const { principals } = estate.state.instances.find(({ name }) => name === 'SEC')!
  const kept = principals.get('looks')!
  if (given !== undefined) principals.set('looks', principal('looks', given))
  try {
    return new PracticeSession(estate.state, 'SEC', database, 'a test', 'looks')
  } finally {
    principals.set('looks', kept)
  }
}

describe('rights are a model', () => {
  test('nothing that was not given is there', async () => {
    const nobody = sessionOf({})
    expect(await nobody.errors('SELECT * FROM msdb.dbo.sysjobs')).toEqual([229])
    expect(await nobody.errors('SELECT * FROM mgccomp.dbo.tblComplianceData')).toEqual([916])
    expect(await nobody.errors('USE mgccomp')).toEqual([916])
    expect(await nobody.errors('SELECT * FROM sys.dm_exec_connections')).toEqual([300, 297])
    expect(await nobody.value('SELECT COUNT(*) FROM sys.dm_exec_sessions')).toBe(1)
    expect(await nobody.value('SELECT COUNT(*) FROM sys.databases')).toBeGreaterThan(4)
    expect(() => sessionOf({}, 'mgccomp')).toThrow(/Cannot open database "mgccomp"/)
  })

  test('a grant on one object is one on that object, and on nothing beside it', async () => {
    const one = sessionOf({ users: { msdb: { objects: { 'dbo.sysjobs': ['SELECT', 'UPDATE'] } } } })
    expect(await one.value('SELECT COUNT(*) FROM msdb.dbo.sysjobs')).toBe(2)
    expect(await one.errors('SELECT * FROM msdb.dbo.sysjobactivity')).toEqual([229])
    expect(await one.errors('DELETE FROM msdb.dbo.sysjobs')).toEqual([229])
    // What may be done and is not understood is never a success.
    expect(await one.errors('UPDATE msdb.dbo.sysjobs SET enabled = 0')).toEqual([50_000])
  })

  test.each([
    ['db_datawriter', 'INSERT INTO dbo.sysjobs (name) VALUES (1)'],
    ['db_owner', 'TRUNCATE TABLE dbo.sysjobs'],
    ['db_ddladmin', 'CREATE TABLE dbo.mine (a int)'],
    ['db_backupoperator', 'CHECKPOINT'],
  ])('%s brings its rights, and db_datareader does not', async (role, text) => {
    const able = sessionOf({ users: { msdb: { roles: [role] } } }, 'msdb')
    const without = sessionOf({ users: { msdb: { roles: ['db_datareader'] } } }, 'msdb')
    expect(await able.errors(text)).toEqual([50_000])
    expect(await without.errors(text)).not.toContain(50_000)
  })

  test('sysadmin may everything, and hears of what the stand-in does not understand before anything runs', async () => {
    const all = sessionOf({ roles: ['sysadmin'] })
    expect((await all.ask("PRINT N'before'; IF 1 = 0 BEGIN SHUTDOWN END")).messages.map(({ number }) => number)).toEqual([50_000])
  })

  test('the disks of the server are shown to members of sysadmin only; whoever else asks hears of no fault', async () => {
    const folder =
      "DECLARE @t TABLE (name nvarchar(260), depth int, isfile int); INSERT INTO @t EXEC xp_dirtree N'D:\\LSCopy', 1, 1; SELECT n = COUNT(*) FROM @t"
    const file = "DECLARE @t TABLE (f int, d int, p int); INSERT INTO @t EXEC xp_fileexist N'D:\\LSCopy'; SELECT f, d, p FROM @t"
    const all = sessionOf({ roles: ['sysadmin'] })
    expect(await all.value(folder)).toBeGreaterThan(0)
    expect(await all.rows(file)).toEqual([{ f: 0, d: 1, p: 1 }])
    for (const session of [sessionOf(), sessionOf({ roles: ['serveradmin', 'dbcreator'], permissions: ['CONTROL SERVER'] })]) {
      expect(await session.value(folder)).toBe(0)
      expect(await session.rows(file)).toEqual([{ f: 0, d: 0, p: 0 }])
      expect((await session.ask("EXEC xp_dirtree N'D:\\LSCopy', 1, 1")).messages).toEqual([])
    }
  })

  test('the server says what somebody may', async () => {
    const session = sessionOf()
    expect(await session.rows("SELECT permission_name FROM sys.fn_my_permissions(NULL, N'SERVER') ORDER BY permission_name")).toEqual(
      ['CONNECT SQL', 'VIEW ANY DATABASE', 'VIEW ANY DEFINITION', 'VIEW SERVER STATE'].map((permission_name) => ({ permission_name })),
    )
    expect(await session.rows("USE msdb; SELECT permission_name FROM sys.fn_my_permissions(NULL, N'DATABASE')")).toEqual([
      { permission_name: 'CONNECT' },
      { permission_name: 'SELECT' },
      { permission_name: 'VIEW DEFINITION' },
    ])
    expect(
      await session.rows(
        "SELECT a = HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY DATABASE'), b = HAS_PERMS_BY_NAME(N'msdb.dbo.sysjobs', N'OBJECT', N'DELETE'), c = HAS_PERMS_BY_NAME(N'msdb.dbo.sysjobs', N'OBJECT', N'SELECT'), d = IS_ROLEMEMBER(N'db_datareader'), e = HAS_DBACCESS(N'mgc'), f = HAS_PERMS_BY_NAME(N'msdb.dbo.sp_start_job', N'OBJECT', N'EXECUTE'), g = HAS_PERMS_BY_NAME(N'master.sys.xp_dirtree', N'OBJECT', N'EXECUTE')",
      ),
    ).toEqual([{ a: 0, b: 0, c: 1, d: 1, e: 0, f: 0, g: 1 }])
  })
})
