/** Each thing that the stand-in of Teams refuses, by itself: what it does not refuse, no test would find in the bot. */
import { expect, test } from 'vitest'
import { ACCOUNTS, TENANT } from './accounts.ts'
import { activityFaults, CARD, FILE_CONSENT, FILE_INFO } from './activity-faults.ts'
import type { ConnectorCall, Operation } from './call.ts'
import { cardFaults } from './card-faults.ts'
import { carryOut, type Tenant } from './carry-out.ts'
import { openMessages } from './messages.ts'
import { CHANNEL, GROUP_CHAT } from './places.ts'

const GOOD = { type: 'message', text: 'a', textFormat: 'plain' }
const RUN = { type: 'TextRun', text: 'a' }
const BLOCK = { type: 'RichTextBlock', inlines: [RUN] }
const INPUT = { type: 'Input.Text', id: 'i', label: 'I' }
const CHOICES = { type: 'Input.ChoiceSet', id: 'c', label: 'C', choices: [{ title: 'X', value: 'x' }] }
const EXECUTE = {
  type: 'Action.Execute',
  title: 'A',
  verb: 'a',
  data: { id: 'i' },
  fallback: { type: 'Action.Submit', title: 'A', data: {} },
}
const REFRESH = { action: { type: 'Action.Execute', verb: 'refresh' }, userIds: ['29:a'] }

test.each<[element: object, faults: string[]]>([
  [BLOCK, []],
  [{ type: 'ColumnSet', columns: [{ type: 'Column', width: 'auto', items: [BLOCK] }] }, []],
  [{ type: 'ProgressBar', max: 100, value: 3, fallback: 'drop' }, []],
  [CHOICES, []],
  [{ type: 'ActionSet', actions: [EXECUTE, { type: 'Action.ShowCard', title: 'B', card: { type: 'AdaptiveCard', body: [INPUT] } }] }, []],
  [{ type: 'RichTextBlock', inlines: ['a'] }, ['body[0].inlines[0] is no TextRun with a text']],
  [{ type: 'RichTextBlock', inlines: [{ ...RUN, color: 'red' }] }, ['body[0].inlines[0]: there is no colour "red"']],
  [
    { type: 'RichTextBlock', inlines: [{ ...RUN, bold: true }] },
    ['body[0].inlines[0]: TextRun has a field bold, which Teams does not know'],
  ],
  [{ type: 'RichTextBlock', inlines: 'a' }, ['body[0].inlines is no list']],
  [{ type: 'Container', items: [{ type: 'TextBlock' }] }, ['body[0].items[0]: TextBlock has no text']],
  [{ type: 'ColumnSet', columns: [BLOCK] }, ['body[0].columns[0] is no Column']],
  [{ type: 'ColumnSet', columns: [{ type: 'Column', items: [7] }] }, ['body[0].columns[0].items[0] is no element']],
  [{ ...INPUT, label: '' }, ['body[0]: Input.Text has no label']],
  [{ ...CHOICES, choices: [] }, ['body[0] offers nothing']],
  [{ ...CHOICES, choices: [{ title: '', value: 'x' }] }, ['body[0]: a choice has no title or no value']],
  [{ type: 'ActionSet', actions: Array.from({ length: 7 }, () => EXECUTE) }, ['body[0].actions: 7 actions; 6 are shown']],
  [{ type: 'ActionSet', actions: [{ type: 'Action.Http', title: 'A' }] }, ['body[0].actions[0]: Teams knows no action Action.Http']],
  [{ type: 'ActionSet', actions: ['a'] }, ['body[0].actions[0] is no action']],
  [{ type: 'ActionSet', actions: [{ ...EXECUTE, verb: '' }] }, ['body[0].actions[0]: Action.Execute has no verb']],
  [
    { type: 'ActionSet', actions: [{ ...EXECUTE, fallback: { type: 'Action.Submit', title: 'A' } }] },
    ['body[0].actions[0].fallback: Action.Submit has no data'],
  ],
  [
    { type: 'ActionSet', actions: [{ type: 'Action.ShowCard', title: 'B', card: { body: [{ type: 'Media' }] } }] },
    ['body[0].actions[0].card.body[0]: Teams knows no element Media'],
  ],
])('an element of a card: %j', (element, faults) => {
  expect(cardFaults(card({ body: [element] }))).toEqual(faults)
})

test.each<[type: string, missing: string[]]>([
  ['TextBlock', ['text']],
  ['RichTextBlock', ['inlines']],
  ['Container', ['items']],
  ['ColumnSet', ['columns']],
  ['ActionSet', ['actions']],
  ['ProgressBar', ['max']],
  ['Input.Text', ['id', 'label']],
  ['Input.ChoiceSet', ['id', 'label', 'choices']],
  ['Action.Execute', ['title', 'verb', 'data', 'fallback']],
  ['Action.Submit', ['title', 'data']],
  ['Action.ShowCard', ['title', 'card']],
  ['Action.OpenUrl', ['title', 'url']],
])('a bare %s lacks what it must have', (type, missing) => {
  const isAction = type.startsWith('Action.')
  const path = isAction ? 'actions[0]' : 'body[0]'
  const found = cardFaults(card(isAction ? { actions: [{ type }] } : { body: [{ type }] }))
  expect(found.filter((fault) => / has no /.test(fault))).toEqual(missing.map((name) => `${path}: ${type} has no ${name}`))
})

test.each<[card: unknown, faults: string[]]>([
  [card({ refresh: REFRESH, actions: [EXECUTE] }), []],
  ['a', ['the card is no object']],
  [card({ type: 'MessageCard' }), ["the card's type is MessageCard"]],
  [card({ fallbackText: undefined }), ['the card has no fallbackText']],
  [card({ body: undefined }), ['body is no list']],
  [card({ actions: [{}] }), ['actions[0]: Teams knows no action undefined']],
  [card({ body: [INPUT, { ...CHOICES, id: 'i' }] }), ['two inputs of the card have one id', 'two parts of the card have the id i']],
  [card({ refresh: {} }), ['refresh has no action']],
  [
    card({ refresh: { ...REFRESH, action: { type: 'Action.Submit' } } }),
    ['refresh.action has no verb', 'refresh.action is no Action.Execute'],
  ],
])('a card: %j', (judged, faults) => {
  expect(cardFaults(judged)).toEqual(faults)
})

test.each<[activity: Record<string, unknown>, faults: string[]]>([
  [GOOD, []],
  [{ ...GOOD, text: 'a <br/> b &lt;c&gt;', textFormat: 'xml' }, []],
  [{ ...GOOD, text: 7 }, ['text is no text']],
  [withFiles({ contentType: CARD, content: card({}) }, { contentType: CARD, content: card({}) }), ['2 attachments: one card a message']],
  [mentioning({ id: 'amir', name: 'Amir' }), ['a mention of amir names nobody']],
  [mentioning({ id: '29:a', name: '' }), ['a mention of 29:a names nobody']],
  [mentioning({ id: '29:a', name: 'Amir' }, '@Amir'), ['a mention is written @Amir']],
  [{ ...GOOD, text: 'a <i>b', textFormat: 'xml' }, ['the text holds <i>, which Teams reads as HTML']],
  [withFiles({ contentType: FILE_INFO, content: { uniqueId: 'a', fileType: 'jsonl' } }), []],
  [withFiles({ contentType: FILE_INFO, content: { uniqueId: 'a' } }), ['a file is shown without its id or its type']],
  [withFiles({ contentType: FILE_CONSENT, content: { description: 'd', sizeInBytes: 1, acceptContext: {}, declineContext: {} } }), []],
  ...['description', 'sizeInBytes', 'acceptContext', 'declineContext'].map((name): [Record<string, unknown>, string[]] => [
    withFiles({
      contentType: FILE_CONSENT,
      content: { description: 'd', sizeInBytes: 1, acceptContext: {}, declineContext: {}, [name]: undefined },
    }),
    ['a file is offered without its description, its size or what comes back with the answer'],
  ]),
])('a message: %j', (activity, faults) => {
  expect(activityFaults(activity)).toEqual(faults)
})

test.each<[what: string, operation: Operation, call: Partial<ConnectorCall>, status: number, code: string | undefined]>([
  ['opens a 1:1 chat', 'create', { body: { members: [{ id: ACCOUNTS.dana.object }], tenantId: TENANT } }, 201, undefined],
  ['opens one in another tenant', 'create', { body: { members: [{ id: ACCOUNTS.dana.id }], tenantId: 'x' } }, 400, 'BadArgument'],
  [
    'opens one with two people',
    'create',
    { body: { members: [{ id: ACCOUNTS.dana.id }, { id: ACCOUNTS.amir.id }], tenantId: TENANT } },
    400,
    'BadArgument',
  ],
  [
    'opens one with a group',
    'create',
    { body: { isGroup: true, members: [{ id: ACCOUNTS.dana.id }], tenantId: TENANT } },
    400,
    'BadArgument',
  ],
  ['opens one with nobody it knows', 'create', { body: { members: [{ id: 'dana@contoso.com' }], tenantId: TENANT } }, 400, 'BadArgument'],
  ['posts in a channel by opening a conversation', 'create', { body: inChannel(CHANNEL, GOOD) }, 201, undefined],
  ['posts so in a chat', 'create', { body: inChannel(GROUP_CHAT, GOOD) }, 404, 'ConversationNotFound'],
  ['posts so nothing', 'create', { body: inChannel(CHANNEL, undefined) }, 400, 'BadSyntax'],
  ['changes what a person wrote', 'update', { of: '1764300000001', body: GOOD }, 400, 'BadArgument'],
  ['removes what a person wrote', 'remove', { of: '1764300000001' }, 400, 'BadArgument'],
  ['changes its own message', 'update', { of: '1764300000002', body: GOOD }, 200, undefined],
  ['changes it to something that is no good', 'update', { of: '1764300000002', body: { type: 'message' } }, 400, 'BadSyntax'],
  [
    'changes it from another conversation',
    'update',
    { conversation: GROUP_CHAT, of: '1764300000002', body: GOOD },
    404,
    'ActivityNotFoundInConversation',
  ],
  [
    'writes into a thread of a chat',
    'send',
    { conversation: GROUP_CHAT, thread: '1764300000002', body: GOOD },
    404,
    'ConversationNotFound',
  ],
  [
    'writes for one member',
    'send',
    { asked: { isTargetedActivity: 'true' }, body: { ...GOOD, recipient: { id: ACCOUNTS.amir.id } } },
    201,
    undefined,
  ],
  ['writes so for nobody', 'send', { asked: { isTargetedActivity: 'true' }, body: GOOD }, 400, 'BadArgument'],
  [
    'writes so for somebody elsewhere',
    'send',
    { conversation: GROUP_CHAT, asked: { isTargetedActivity: 'true' }, body: { ...GOOD, recipient: { id: ACCOUNTS.stranger.id } } },
    400,
    'BadArgument',
  ],
  ['asks for a page of no size', 'members', { asked: { pageSize: '0' } }, 400, 'BadArgument'],
  ['asks for what comes after nothing', 'members', { asked: { continuationToken: 'x' } }, 400, 'BadArgument'],
  ['asks for a member of elsewhere', 'member', { conversation: GROUP_CHAT, of: ACCOUNTS.stranger.id }, 404, 'MemberNotFoundInConversation'],
])('a bot that %s', (_what, operation, call, status, code) => {
  const tenant = emptyTenant()
  const empty = { conversation: CHANNEL, text: 'a', attachments: [], mentioned: [] }
  tenant.messages.post({ ...empty, from: 'dana' })
  tenant.messages.post({ ...empty, from: 'bot' })
  const answer = carryOut(tenant, { n: 1, operation, conversation: CHANNEL, body: {}, atMs: 0, ...call })
  expect([answer.status, (answer.body?.['error'] as { code?: string } | undefined)?.code]).toEqual([status, code])
})

test('a place that the bot is taken out of, and a person who takes the app away, get nothing any more', () => {
  const tenant = emptyTenant()
  const call = { n: 1, operation: 'send' as const, conversation: tenant.messages.personal('bob').id, body: GOOD, atMs: 0 }
  expect(carryOut(tenant, call).status).toBe(201)
  tenant.without.add('bob')
  expect(carryOut(tenant, call)).toMatchObject({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } })
  tenant.outside.add(CHANNEL)
  const post = { ...call, operation: 'create' as const, conversation: '', body: inChannel(CHANNEL, GOOD) }
  expect(carryOut(tenant, post)).toMatchObject({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } })
})

function emptyTenant(): Tenant {
  return { messages: openMessages(), wrong: [], uploads: new Map(), blocked: new Set(), without: new Set(), outside: new Set() }
}

function card(over: object): Record<string, unknown> {
  return { type: 'AdaptiveCard', version: '1.5', fallbackText: 'R-1', body: [BLOCK], ...over }
}

function withFiles(...attachments: object[]): Record<string, unknown> {
  return { type: 'message', summary: 's', attachments }
}

function mentioning(mentioned: object, text = '<at>Amir</at>'): Record<string, unknown> {
  return { ...GOOD, text, entities: [{ type: 'mention', mentioned, text }] }
}

function inChannel(id: string, activity: unknown): Record<string, unknown> {
  return { isGroup: true, tenantId: TENANT, channelData: { channel: { id } }, activity }
}
