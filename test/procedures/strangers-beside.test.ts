/** Documents of other trades than this repository's, played against stand-ins of their servers. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { EstateState } from '../estate/state/estate-state.ts'
import { shareDirectory } from '../estate/state/windows-path.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { filesBelow, openStage } from './stage.ts'
import { ANSWERS, stranger } from './strangers.ts'

const DAY = 86_400_000

const stage = await openStage({ seed: 'healthy', trades: true })
afterAll(() => stage[Symbol.asyncDispose]())

describe('restart-application-pool, played', () => {
  const document = stranger('restart-application-pool')
  const answers = ANSWERS[document.id] ?? {}
  const pool = (state: EstateState) => state.webFarm!.servers[0]!.pools[0]!
  const stuck = (state: EstateState): void => void (pool(state).stuck = true)

  test('a site that answers errors is well again, by its own name and certificate', async () => {
    const played = await stage.play(document, answers, { given: stuck })
    expect(played).toMatchObject({ phase: 'done', verdict: 'intact', effects: ['web1: Restart-WebAppPool {"Name":"Intranet"}'] })
    expect(played.seen.filter(({ detail }) => detail.includes('HTTP')).map(({ says, detail }) => [says, detail])).toContainEqual([
      'yes',
      expect.stringMatching(/^HTTP 200; ""status":"UP"" ✓; TLS \S+, 2[45]\.\d d ≥ 7\.0 d$/),
    ])
    const stopped = (state: EstateState): void => void (pool(state).state = 'Stopped')
    const started = await stage.play(document, answers, { given: stopped })
    expect(started).toMatchObject({ phase: 'done', effects: ['web1: Start-WebAppPool {"Name":"Intranet"}'] })
  })

  test('a page that stays without its database is no end of it', async () => {
    const page = (state: EstateState): void => void (pool(state).startedAt = state.clock.now() + DAY)
    const last = 'see-that-it-stays-up'
    await refusesIn(stage, document, answers, { given: stuck, at: { [last]: page } }, last, '"database":"STARTING"')
  })

  test('a pool that is between two states or not there at all is left alone', async () => {
    const stopping = (state: EstateState): void => void (pool(state).state = 'Stopping')
    await refusesIn(stage, document, answers, { given: stopping }, 'restart-the-pool', 'Intranet is Stopping')
    const played = await stage.play(document, { ...answers, pool: 'IntranetApi' })
    expect(played).toMatchObject({ phase: 'attention', need: { reason: 'capture' }, effects: [] })
    expect(played.need?.sentence).toContain("Cannot find path 'IIS:\\AppPools\\IntranetApi' because it does not exist")
    expectAllSeen(stage, document)
  })
})

describe('rotate-certificate, played', () => {
  const document = stranger('rotate-certificate')
  const farm = () => stage.estate.state.webFarm!
  const answers = { ...ANSWERS[document.id], thumbprint: farm().renewal.thumbprint }
  const step = 'change-the-certificate-on-each-server'
  const bound = () => farm().servers.map(({ sites }) => sites.find(({ host }) => host === 'portal.contoso.com')?.thumbprint)

  test('each server in its turn proves the site with the new certificate', async () => {
    const played = await stage.play(document, answers)
    expect(played).toMatchObject({ phase: 'done', verdict: 'intact', gates: [step] })
    expect(bound()).toEqual([answers.thumbprint, answers.thumbprint])
    expect(played.effects.map((effect) => effect.split(' ').slice(0, 2).join(' '))).toEqual([
      'web1: Import-PfxCertificate',
      'web1: WebBinding.AddSslCertificate',
      'web2: Import-PfxCertificate',
      'web2: WebBinding.AddSslCertificate',
    ])
    const asked = played.seen.filter(({ detail }) => detail.startsWith('HTTP')).map(({ item, says, detail }) => `${item} ${says} ${detail}`)
    const said = (item: number, says: string, left: string) =>
      expect.stringMatching(new RegExp(`^${item} ${says} HTTP 200; TLS \\S+, ${left}\\.\\d d . 14\\.0 d`))
    expect(asked).toEqual(
      expect.arrayContaining([said(3, 'no', '[45]'), said(3, 'yes', '(29|30)'), said(7, 'no', '[45]'), said(7, 'yes', '(29|30)')]),
    )
    expect(played.seen.at(-1)).toMatchObject({ step: 'see-the-site-as-its-users-do', role: 'before', says: 'yes' })
  })

  test('the password of the file is written nowhere, whether it opens it or not', async () => {
    const other = (state: EstateState): void => {
      const file = join(shareDirectory(state.dir, 'files', 'certs'), 'portal.pfx')
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"lock":"./, '"lock":"x'))
    }
    const refused = await stage.play(document, answers, { given: other })
    expect(refused).toMatchObject({ phase: 'attention', need: { reason: 'failed' }, effects: [] })
    expect(refused.need?.sentence).toContain('requires either a different password')
    const played = await stage.play(document, answers)
    const runs = JSON.stringify([refused.log, played.log, played.state, played.seen, played.effects, refused.need])
    const written = [
      ['the runs', runs],
      ['the workers’ logger', stage.logged.join('\n')],
      ['the cmdlets that arrived', JSON.stringify(stage.estate.log.all)],
      ...filesBelow(stage.dir).map((file) => [file, readFileSync(file, 'latin1')]),
    ]
    expect(written.filter(([, text = '']) => text.includes(farm().renewal.password)).map(([where]) => where)).toEqual([])
    expect(runs).toContain('portal-pfx')
    expect(stage.estate.log.all.find(({ text }) => text.startsWith('Import-Pfx'))?.text).toContain(
      '"Password":"System.Security.SecureString"',
    )
  })

  test('nothing is changed too early, without the file, or where the users would see the old one', async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString()
    await refusesIn(stage, document, { ...answers, notBefore: soon }, {}, step, 'too early: True')
    const away = (state: EstateState): void => rmSync(join(shareDirectory(state.dir, 'files', 'certs'), 'portal.pfx'))
    await refusesIn(stage, document, answers, { given: away }, step, 'portal.pfx is there: False')
    const undone = (state: EstateState): void => {
      const site = state.webFarm!.servers[0]!.sites.find(({ host }) => host === 'portal.contoso.com')
      site!.thumbprint = state.webFarm!.servers[0]!.store[1]!
    }
    const last = 'see-the-site-as-its-users-do'
    await refusesIn(stage, document, answers, { at: { [last]: undone } }, last, 'd < 14.0 d')
    expectAllSeen(stage, document)
  })
})

describe('switch-mailbox-database, played', () => {
  const document = stranger('switch-mailbox-database')
  const answers = ANSWERS[document.id] ?? {}
  const mail = (state: EstateState) => state.mailServers!
  const copy = (state: EstateState) => mail(state).databases[0]!.copies[1]!

  test('the database is moved when its copy has caught up, and the help desk hears of it', async () => {
    const behind = (state: EstateState): void => void Object.assign(copy(state), { replayQueue: 60, countedAt: state.clock.now() })
    const played = await stage.play(document, answers, { given: behind })
    expect(played).toMatchObject({ phase: 'done', verdict: 'intact', gates: ['move-the-database'] })
    expect(mail(stage.estate.state)).toMatchObject({
      databases: [{ mountedOn: 'ex2.contoso.com' }],
      sent: [{ to: 'helpdesk@contoso.com', subject: 'DB01 moved from ex1.contoso.com to ex2.contoso.com' }],
    })
    expect(await stage.play(document, answers, { goesOn: true })).toMatchObject({ phase: 'done', effects: [] })
  })

  test('what cannot be moved stays, and what was moved can be taken back', async () => {
    const missing = (state: EstateState): void => void (copy(state).copyQueue = 3)
    const stopped = await stage.play(document, answers, { given: missing })
    expect(stopped).toMatchObject({ phase: 'attention', need: { reason: 'failed', step: 'move-the-database' }, effects: [] })
    expect(stopped.need?.sentence).toContain('is missing 3 logs, which is more than the mount dial accepts')
    const far = (state: EstateState): void => void (copy(state).copyQueue = 50)
    await refusesIn(stage, document, answers, { given: far }, 'move-the-database', 'Healthy, 50 logs behind')
    const failing = (state: EstateState): void => void (mail(state).failing['ex2.contoso.com'] = ['TcpListener'])
    const first = 'replication checks of ex2.contoso.com that did not pass: 1'
    await refusesIn(stage, document, answers, { given: failing }, 'see-where-the-database-is', first)
    const waiting = (state: EstateState): void => void (mail(state).queues[1]!.status = 'Retry')
    const last = 'let-mail-through-again'
    await refusesIn(stage, document, answers, { at: { [last]: waiting } }, last, 'queues of ex2.contoso.com that retry: 1')
    const back = await stage.play(document, answers, { at: { [last]: waiting }, ways: [{ kind: 'undo', from: 2 }] })
    expect(back.need).toMatchObject({ reason: 'undone', step: 'move-the-database' })
    expect(mail(stage.estate.state).databases[0]?.mountedOn).toBe('ex1.contoso.com')
    expectAllSeen(stage, document)
  })
})

describe('a rehearsal', () => {
  test('asks the gate of each of them, and changes nothing', async () => {
    for (const [id, at] of [
      ['restart-application-pool', 'restart-the-pool'],
      ['rotate-certificate', 'change-the-certificate-on-each-server'],
      ['switch-mailbox-database', 'move-the-database'],
    ] as const) {
      const { thumbprint } = stage.estate.state.webFarm!.renewal
      const played = await stage.play(
        stranger(id),
        { ...ANSWERS[id], ...(id === 'rotate-certificate' && { thumbprint }) },
        { rehearse: true },
      )
      expect(played, id).toMatchObject({ phase: 'done', verdict: 'intact', gates: [at], effects: [] })
      expect(
        played.state.findings.filter(({ before }) => before === undefined).map(({ detail }) => detail),
        id,
      ).toEqual([])
    }
  })
})
