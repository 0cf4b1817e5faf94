import { expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import type { Proof } from '../../src/audit/signature.ts'
import { checkCommand, checkHead, isProven, signCommand, signHead, signProof } from '../../src/audit/signature.ts'
import { actor } from '../run/practice.ts'
import { B1, CHAT, CLOCK, HEAD, KEYS, makeKeys } from './recorded-log.ts'

const CANCEL: Command = { run: 'R-1', type: 'cancel', reason: 'x', by: actor('dana'), eventId: 'e', at: '2026-11-21T03:00:00.000Z' }
const TIMER: Command = { run: 'R-1', type: 'timer', key: 'expire:gate-1' }
const CLAIM: Command = {
  run: 'R-1',
  type: 'claim',
  worker: 'b1',
  site: 'b',
  boot: 'x',
  order: 'R-1/2/0/4',
  attempt: { step: 2, item: 0, number: 1 },
  nonce: 'n',
  head: 'h',
  looked: [],
}

test("people's commands are signed by the chat key, the engine's and the clock's by another, a worker's by its own", () => {
  expect(checkCommand(signCommand(CANCEL, 'chat', CHAT.privatePem), KEYS)).toBeUndefined()
  expect(checkCommand(signCommand(TIMER, 'clock', CLOCK.privatePem), KEYS)).toBeUndefined()
  expect(checkCommand(signCommand(CLAIM, 'b1', B1.privatePem), KEYS)).toBeUndefined()
})

test('another key does not carry it', () => {
  const other = makeKeys().privatePem
  expect(checkCommand(signCommand(CANCEL, 'chat', other), KEYS)).toBe(`The signature of "cancel" is not the chat key's.`)
  expect(checkCommand(signCommand(CLAIM, 'b1', other), KEYS)).toBe(`The signature of "claim" is not b1's.`)
})

test('no key speaks for another', () => {
  expect(checkCommand(signCommand(TIMER, 'chat', CHAT.privatePem), KEYS)).toBe(
    '"timer" is signed by the clock key, and this one says chat.',
  )
  expect(checkCommand(signCommand(TIMER, 'clock', CHAT.privatePem), KEYS)).toBe(`The signature of "timer" is not the clock key's.`)
  expect(checkCommand(signCommand(CANCEL, 'clock', CLOCK.privatePem), KEYS)).toBe(
    '"cancel" is signed by the chat key, and this one says clock.',
  )
  expect(checkCommand(signCommand(CANCEL, 'b1', B1.privatePem), KEYS)).toBe('"cancel" is signed by the chat key, and this one says b1.')
  expect(checkCommand(signCommand(CLAIM, 'chat', CHAT.privatePem), KEYS)).toBe(
    'chat is no worker whose key is known: its "claim" is not taken.',
  )
  expect(checkCommand(signCommand(CLAIM, 'constructor', B1.privatePem), KEYS)).toBe(
    'constructor is no worker whose key is known: its "claim" is not taken.',
  )
})

test("a worker's key speaks for that worker, from its own site", () => {
  const two = { ...KEYS, workers: { ...KEYS.workers, b2: { site: 'b', key: makeKeys().publicPem } } }
  expect(checkCommand(signCommand({ ...CLAIM, worker: 'b2' }, 'b1', B1.privatePem), two)).toBe('b1 signed a "claim" in the name of b2.')
  expect(checkCommand(signCommand({ ...CLAIM, site: 'a' }, 'b1', B1.privatePem), KEYS)).toBe('b1 works at b and signed for a.')
})

test('results and answers are claims of that kind too', () => {
  const worked = { run: 'R-1', worker: 'b1', site: 'b', boot: 'x' }
  const result: Command = {
    ...worked,
    type: 'result',
    attempt: { step: 2, item: 0, number: 1 },
    nonce: 'n',
    outcome: { type: 'unknown', why: 'x', tookMs: 1 },
  }
  const observed: Command = { ...worked, type: 'observed', order: 'x', results: [] }
  for (const command of [result, observed]) {
    expect(checkCommand(signCommand(command, 'b1', B1.privatePem), KEYS)).toBeUndefined()
    expect(checkCommand(signCommand(command, 'chat', CHAT.privatePem), KEYS)).toBeDefined()
  }
})

test('whatever is changed after signing is not signed', () => {
  const signed = signCommand(CANCEL, 'chat', CHAT.privatePem)
  expect(checkCommand({ ...signed, command: { ...CANCEL, run: 'R-2' } }, KEYS)).toBeDefined()
  expect(checkCommand({ ...signed, signature: '' }, KEYS)).toBeDefined()
  expect(checkCommand({ ...signed, signature: `${signed.signature}\n` }, KEYS)).toBeDefined()
  expect(checkCommand({ ...signed, signature: signed.signature.replace(/=+$/, '') }, KEYS)).toBeDefined()
})

test('a key that is none, or of another kind, signs nothing', () => {
  const signed = signCommand(CANCEL, 'chat', CHAT.privatePem)
  expect(checkCommand(signed, { ...KEYS, chat: 'no key' })).toBeDefined()
  expect(checkCommand(signed, { ...KEYS, chat: HEAD.publicPem })).toBeDefined()
})

test('a head is signed by the head key, and a signature of one kind is worth nothing as another', () => {
  const open = { run: 'R-1', seq: 3, hash: 'f'.repeat(64), at: '2026-11-21T03:00:00.000Z', final: false }
  const head = signHead(open, HEAD.privatePem)
  expect(checkHead(head, KEYS)).toBeUndefined()
  expect(checkHead({ ...head, final: true }, KEYS)).toBe('The head after entry 3 is not signed by the head key.')
  expect(checkHead(signHead(open, CHAT.privatePem), KEYS)).toBe('The head after entry 3 is not signed by the head key.')
  const asCommand = signCommand(open as unknown as Command, 'chat', HEAD.privatePem)
  expect(checkHead({ ...open, signature: asCommand.signature }, KEYS)).toBeDefined()
})

test('what is proved to a worker is worth nothing for anything else', () => {
  const claimed: Proof = { proves: 'claimed', run: 'R-1', seq: 3, hash: 'f'.repeat(64), at: '2026-11-21T03:00:00.000Z' }
  const given = signProof(claimed, HEAD.privatePem)
  expect(isProven(claimed, given, KEYS)).toBe(true)
  for (const other of [{ run: 'R-2' }, { seq: 4 }, { hash: 'e'.repeat(64) }, { at: '2026-11-21T03:00:00.001Z' }]) {
    expect(isProven({ ...claimed, ...other }, given, KEYS)).toBe(false)
  }
  const { proves: _, at: __, ...where } = claimed
  expect(isProven({ proves: 'newest', ...where, nonce: 'n' }, given, KEYS)).toBe(false)
  expect(isProven(claimed, signProof(claimed, CHAT.privatePem), KEYS)).toBe(false)
  expect(isProven(claimed, undefined, KEYS)).toBe(false)
  const head = signHead({ run: 'R-1', seq: 3, hash: 'f'.repeat(64), at: claimed.at, final: false }, HEAD.privatePem)
  expect(isProven(claimed, head.signature, KEYS)).toBe(false)
})

test('half a character, which no log can hold, is replaced before anything is signed', () => {
  const signed = signCommand({ ...CANCEL, reason: 'cut \ud83d', by: { ...actor('dana'), name: 'D\udc00' } }, 'chat', CHAT.privatePem)
  expect(signed.command).toMatchObject({ reason: 'cut \ufffd', by: { name: 'D\ufffd', groups: ['operators'] } })
  expect(checkCommand(signed, KEYS)).toBeUndefined()
  const whole = { ...CANCEL, reason: '회사 \ud83d\udd25' } as Command
  expect(signCommand(whole, 'chat', CHAT.privatePem).command).toEqual(whole)
})
