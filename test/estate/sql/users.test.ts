import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { principal } from '../rights/principal.ts'
import { instanceNamed, type EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let estate: { state: EstateState; remove: () => void }
beforeAll(() => {
  estate = practiceEstate({ reader: { user: 'clerk', password: 'secret' } })
  const { principals } = instanceNamed(estate.state, 'SEC')
  principals.set('shop_app', principal('shop_app', {}))
  principals.set('shop_web', principal('shop_web', {}))
  principals.set('clerk', principal('clerk', { users: { mgccomp: {} } }))
})
afterAll(() => estate.remove())

const USERS = `SELECT u.name, login = l.name FROM sys.database_principals u LEFT JOIN sys.server_principals l ON l.sid = u.sid
  WHERE u.type = 'S' AND u.authentication_type = 1 ORDER BY u.name`

/** A database on SEC whose users came from elsewhere. */
function session(...users: string[]): PracticeSession {
  const database = instanceNamed(estate.state, 'SEC').databases.find(({ name }) => name === 'mgccomp')!
  database.users = users.map((name, index) => ({ name, sid: `${index}a`.padEnd(32, '0') }))
  return new PracticeSession(estate.state, 'SEC', 'mgccomp')
}

describe('a user of a database', () => {
  test('has no log-in until it is given one, whatever it is called', async () => {
    const here = session('shop_app')
    expect(await here.rows(USERS)).toEqual(expect.arrayContaining([{ name: 'shop_app', login: null }]))
    expect(await here.errors('ALTER USER shop_app WITH LOGIN = [shop_app]')).toEqual([])
    expect(await here.rows(USERS)).toEqual(expect.arrayContaining([{ name: 'shop_app', login: 'shop_app' }]))
    expect(estate.state.effects.at(-1)?.what).toBe('ALTER USER shop_app WITH LOGIN = [shop_app]')
  })

  test('is given no log-in that is not there or has a user already, and nobody else’s', async () => {
    const here = session('shop_app', 'shop_web')
    expect(await here.errors('ALTER USER shop_app WITH LOGIN = nobody')).toEqual([15_007])
    expect(await here.errors('ALTER USER nobody WITH LOGIN = shop_app')).toEqual([15_151])
    expect(await here.errors('ALTER USER dbo WITH LOGIN = shop_app')).toEqual([15_150])
    expect(await here.errors('ALTER USER shop_web WITH LOGIN = shop_web')).toEqual([])
    expect(await here.errors('ALTER USER shop_app WITH LOGIN = shop_web')).toEqual([15_063])
    expect(await here.errors('ALTER USER shop_app WITH LOGIN = clerk')).toEqual([15_063])
    expect(await here.errors('ALTER USER shop_app WITH NAME = other')).toEqual([50_000])
  })

  test('is changed and seen by whoever may, and by nobody else', async () => {
    session('shop_app')
    const clerk = new PracticeSession(estate.state, 'SEC', 'mgccomp', 'a test', 'clerk')
    expect(await clerk.errors('ALTER USER shop_app WITH LOGIN = shop_app')).toEqual([15_151])
    expect((await clerk.rows(USERS)).map(({ name }) => name)).toEqual(['clerk', 'dbo'])
  })
})
