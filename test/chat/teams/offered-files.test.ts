import { expect, test } from 'vitest'
import { OfferedFiles } from '../../../src/chat/teams/receive/offered-files.ts'

const file = (account: string, text = 'x'): Parameters<OfferedFiles['offer']>[0] => ({ account, name: 'R-7.jsonl', text, orElse: '' })

test('a file is found by whom it was offered to, as often as they ask, until it is forgotten', () => {
  const files = new OfferedFiles()
  const key = files.offer(file('t/dana'))
  expect([files.find(key, 't/dana')?.text, files.find(key, 't/dana')?.text]).toEqual(['x', 'x'])
  expect(files.find(key, 't/amir')).toBeUndefined()
  expect(files.find('another', 't/dana')).toBeUndefined()
  files.forget(key)
  files.forget(key)
  expect(files.find(key, 't/dana')).toBeUndefined()
})

test('after an hour it must be asked for again', () => {
  let now = 0
  const files = new OfferedFiles(() => now)
  const key = files.offer(file('t/dana'))
  now = 3_600_000
  expect(files.find(key, 't/dana')).toBeDefined()
  now = 3_600_001
  expect(files.find(key, 't/dana')).toBeUndefined()
})

test('of too many, and of too much, the oldest go', () => {
  const files = new OfferedFiles()
  const first = files.offer(file('t/dana'))
  const second = files.offer(file('t/dana'))
  for (let n = 0; n < 499; n++) files.offer(file('t/amir'))
  expect([files.find(first, 't/dana'), files.find(second, 't/dana')?.name]).toEqual([undefined, 'R-7.jsonl'])
  const large = files.offer(file('t/bob', 'x'.repeat(40_000_000)))
  const larger = files.offer(file('t/bob', 'x'.repeat(40_000_000)))
  expect([files.find(second, 't/dana'), files.find(large, 't/bob'), files.find(larger, 't/bob')?.name]).toEqual([
    undefined,
    undefined,
    'R-7.jsonl',
  ])
})
