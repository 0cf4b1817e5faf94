import { afterEach, beforeEach, expect, test } from 'vitest'
import { announcements } from '../../src/cli/start/announcements.ts'

/** What is written to the terminal meanwhile. */
let printed = ''
const write = process.stdout.write.bind(process.stdout)
beforeEach(() => {
  printed = ''
  process.stdout.write = (text: string | Uint8Array) => {
    printed += String(text)
    return true
  }
})
afterEach(() => {
  process.stdout.write = write
})

test('each sentence is printed when it comes, and stands on the console as long as it holds', () => {
  const shown: [string, string[]][] = []
  const announced = announcements()
  announced.open({ say: (about, sentences) => void shown.push([about, sentences]) })
  announced.say('lost runs', ['R-1 is lost.', 'R-2 is lost.'])
  announced.say('lost runs', ['R-2 is lost.'])
  announced.add('strangers', 'Somebody.')
  announced.add('strangers', 'Somebody else.')
  announced.print('3 runs driven anew.')
  expect(printed).toBe('R-1 is lost.\nR-2 is lost.\nSomebody.\nSomebody else.\n3 runs driven anew.\n')
  expect(shown).toEqual([
    ['lost runs', ['R-1 is lost.', 'R-2 is lost.']],
    ['lost runs', ['R-2 is lost.']],
    ['strangers', ['Somebody.']],
    ['strangers', ['Somebody.', 'Somebody else.']],
  ])
})

test('what is known before the bot is ready is said after that', () => {
  const shown: [string, string[]][] = []
  const announced = announcements()
  announced.say('lost runs', ['R-1 is lost.'])
  announced.print('1 run driven anew.')
  expect(printed).toBe('')
  announced.open({ say: (about, sentences) => void shown.push([about, sentences]) })
  expect(printed).toBe('R-1 is lost.\n1 run driven anew.\n')
  expect(shown).toEqual([['lost runs', ['R-1 is lost.']]])
})
