import { expect, test } from 'vitest'
import type { ConfigurationChanged, SignedCommand } from '../../src/run/command.ts'
import { configurationTold } from '../../src/engine/server/tell-configuration.ts'

const told = () => configurationTold((command) => ({ command, key: 'chat', signature: '' }))
const saying = (name: string) => ({ policies: {}, people: [{ id: 'dana', name, groups: [] }], targets: {} })
const nameIn = (word: SignedCommand | undefined) => (word?.command as ConfigurationChanged | undefined)?.people[0]?.name
const live = new AbortController().signal

test('a run is told once, and again only of another configuration', async () => {
  const known = told()
  const heard: (string | undefined)[] = []
  const tell = () => known.tell('R-1', async (word) => void heard.push(nameIn(word)))
  await tell()
  known.want(saying('Dana'))
  await tell()
  known.want(saying('Dana'))
  await tell()
  known.want(saying('Dana W.'))
  await tell()
  expect(heard).toEqual([undefined, 'Dana', undefined, 'Dana W.'])
})

test('a run that could not be told, or was told while another configuration came, does not count as knowing it', async () => {
  const known = told()
  known.want(saying('Dana'))
  await expect(known.tell('R-1', () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer')
  await known.tell('R-1', async (word) => {
    expect(nameIn(word)).toBe('Dana')
    known.want(saying('Dana W.'))
  })
  await known.tell('R-1', async (word) => expect(nameIn(word)).toBe('Dana W.'))
})

test('of two that go through the runs one waits for the other, and one that is dropped does not wait', async () => {
  const known = told()
  const first = Promise.withResolvers<void>()
  const order: string[] = []
  const turn = (name: string, until = Promise.resolve()) =>
    known.inTurn(live, async () => {
      order.push(`${name} begins`)
      await until
      order.push(`${name} is over`)
      return name
    })
  const turns = [turn('first', first.promise), turn('second')]
  const dropped = new AbortController()
  const third = known.inTurn(dropped.signal, () => Promise.reject(new Error('its turn never comes')))
  dropped.abort()
  expect(await third).toBeUndefined()
  expect(order).toEqual(['first begins'])
  turns.push(turn('fourth'))
  first.resolve()
  expect(await Promise.all(turns)).toEqual(['first', 'second', 'fourth'])
  expect(order).toEqual(['first begins', 'first is over', 'second begins', 'second is over', 'fourth begins', 'fourth is over'])
})

test('one that fails keeps nobody from their turn', async () => {
  const known = told()
  await expect(known.inTurn(live, () => Promise.reject(new Error('no list')))).rejects.toThrow('no list')
  expect(await known.inTurn(live, () => Promise.resolve('mine'))).toBe('mine')
})
