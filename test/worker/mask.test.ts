/** A block that looks reads files with the rights of its account: what the worker itself holds does not leave it. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { maskOf, secretsOf } from '../../src/worker/mask.ts'

test('the key of the worker is covered, whole and line by line', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const [, body = ''] = pem.split('\n')
  const mask = maskOf(secretsOf([], pem))
  expect(mask(pem)).toBe('-----BEGIN PRIVATE KEY-----\n••••••\n-----END PRIVATE KEY-----\n')
  expect(mask(`{"line":"${body}"}`)).toBe('{"line":"••••••"}')
})

test('of a text that was cut, its end is covered where a secret begins there', () => {
  const mask = maskOf(['hunter2', 'hunt"er'])
  expect(mask('the password is hunte', 'cut')).toBe('the password is ••••••')
  expect(mask('as JSON: hunt\\', 'cut')).toBe('as JSON: ••••••')
  expect(mask('the password is hunte')).toBe('the password is hunte')
  expect(mask('a shuttle, hun', 'cut')).toBe('a shuttle, hun')
  // As the host of PowerShell says it.
  expect(mask('hunte (2 more characters): hunt (9 more characters)')).toBe('•••••• (2 more characters): •••••• (9 more characters)')
})

test('at a cut the longest is covered that can stand there: of a secret that begins like another one, and of one that begins as it ends', () => {
  expect(maskOf(['hunt', 'hunter2'])('x hunter', 'cut')).toBe('x ••••••')
  expect(maskOf(['abcdabcd'])('x abcdabcd', 'cut')).toBe('x ••••••')
})

test('of a key alone nothing is covered but its lines', () => {
  expect(secretsOf([], '-----BEGIN PRIVATE KEY-----\r\nabc\r\n-----END PRIVATE KEY-----\r\n')).toEqual(['abc'])
})
