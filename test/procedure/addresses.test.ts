/** Pages and mailboxes that are typed: as long as they may be, and without a log-in. */
import { expect, test } from 'vitest'
import { sayValueFault } from '../../src/procedure/say/value-fault.ts'
import { readEmail, readUrl } from '../../src/procedure/value/read-address.ts'

const said = (read: ReturnType<typeof readUrl>): string => ('fault' in read ? sayValueFault(read.fault) : `takes ${read.value}`)

const PAGE = 'https://contoso.com/'
/** 248 characters, of 253 that a host may have. */
const HOST = `${'a.'.repeat(123)}aa`

test.each(['svc@', 'svc:hunter2@', ':hunter2@'])('a page with the log-in %s', (logIn) => {
  expect(said(readUrl(`https://${logIn}pool1.contoso.com/`))).toBe(
    'The address of `pool1.contoso.com` holds a log-in, which would stand in the plan and in the log; write it without.',
  )
})

const TOO_LONG = 'This has 4001 characters; a text has 4000 at most.'

test.each([
  ['a'.repeat(3980), `takes ${PAGE}${'a'.repeat(3980)}`],
  ['a'.repeat(3981), TOO_LONG],
  [`${'é'.repeat(663)}aa`, `takes ${PAGE}${'%C3%A9'.repeat(663)}aa`],
  [`${'é'.repeat(663)}aaa`, TOO_LONG],
])('a page with the path %s', (path, says) => {
  expect(said(readUrl(PAGE + path))).toBe(says)
})

test.each([
  ['a'.repeat(64), 'contoso.com', true],
  ['a'.repeat(65), 'contoso.com', false],
  ['dutyy', HOST, true],
  ['dutyyy', HOST, false],
])('a mailbox: %s at %s', (local, host, taken) => {
  const mailbox = `${local}@${host}`
  expect(said(readEmail(mailbox)).startsWith('takes')).toBe(taken)
})
