/** Requests that do not come from Slack, or not like this: they are answered with a status and reach nothing. */
import { gzipSync } from 'node:zlib'
import type { Outcome } from '../conversation/rules-of-refusals.ts'
import type { Refusal, Scene } from './refusal-scene.ts'
import { signedHelp } from './refusal-scene.ts'
import { announced, chunked, truncated } from './odd-requests.ts'
import { signed } from './stand-in/delivery.ts'

const FORM = 'application/x-www-form-urlencoded'
const NO_TIMESTAMP = 'The request has no timestamp of Slack.'
const NO_SIGNATURE = 'The request has no signature of Slack.'
const FORGED = 'The signature is not that of Slack. Is slack.signingSecret the one of this app?'
const NOT_A_FORM = 'Slack sends forms and JSON; the request is neither.'
const NOT_AN_OBJECT = 'The request is not an event of Slack as JSON.'
const NOT_ONE_OBJECT = 'The form holds neither a command nor one payload of Slack as JSON.'
const DAY_MS = 86_400_000

/** A help that is signed well, with some of its headers changed or (undefined) taken away. */
async function withHeaders(scene: Scene, changed: Record<string, string | undefined>, at?: number): Promise<Outcome> {
  const { headers, body } = await signedHelp(scene, at)
  const kept = Object.entries({ ...headers, ...changed }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return scene.raw(Object.fromEntries(kept), body)
}

/** Any bytes, signed well. */
function sealed(scene: Scene, contentType: string | undefined, body: string | Buffer, more: Record<string, string> = {}): Promise<Outcome> {
  return scene.raw({ ...(contentType === undefined ? {} : { 'content-type': contentType }), ...signed(body), ...more }, body)
}

export const AT_THE_DOOR: Refusal[] = [
  {
    name: 'without a timestamp',
    try: (scene) => withHeaders(scene, { 'x-slack-request-timestamp': undefined }),
    status: 401,
    says: NO_TIMESTAMP,
  },
  {
    name: 'with words for a timestamp',
    try: (scene) => withHeaders(scene, { 'x-slack-request-timestamp': 'now' }),
    status: 401,
    says: NO_TIMESTAMP,
  },
  {
    name: 'with a negative timestamp',
    try: (scene) => withHeaders(scene, { 'x-slack-request-timestamp': '-1' }),
    status: 401,
    says: NO_TIMESTAMP,
  },
  {
    name: 'with a timestamp of half a second',
    try: (scene) => withHeaders(scene, { 'x-slack-request-timestamp': `${Date.now() / 1000}` }),
    status: 401,
    says: NO_TIMESTAMP,
  },
  { name: 'without a signature', try: (scene) => withHeaders(scene, { 'x-slack-signature': undefined }), status: 401, says: NO_SIGNATURE },
  { name: 'with an empty signature', try: (scene) => withHeaders(scene, { 'x-slack-signature': '' }), status: 401, says: NO_SIGNATURE },
  {
    name: 'with a signature of another version',
    try: (scene) => withHeaders(scene, { 'x-slack-signature': `v1=${'0'.repeat(64)}` }),
    status: 401,
    says: NO_SIGNATURE,
  },
  { name: 'with a short signature', try: (scene) => withHeaders(scene, { 'x-slack-signature': 'v0=00' }), status: 401, says: NO_SIGNATURE },
  {
    name: 'with a signature that is no hex',
    try: (scene) => withHeaders(scene, { 'x-slack-signature': `v0=${'z'.repeat(64)}` }),
    status: 401,
    says: NO_SIGNATURE,
  },
  {
    name: 'with zeros for a signature',
    try: (scene) => withHeaders(scene, { 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
    status: 401,
    says: FORGED,
  },
  {
    name: 'signed with another secret',
    try: async (scene) => {
      const { body } = await signedHelp(scene)
      return scene.raw({ 'content-type': FORM, ...signed(body, { secret: 'another-secret-of-somebody-else' }) }, body)
    },
    status: 401,
    says: FORGED,
  },
  {
    name: 'changed after it was signed',
    try: async (scene) => {
      const { headers, body } = await signedHelp(scene)
      return scene.raw(headers, body.replace('U0DANAWHIT', 'U0AMIRHADD'))
    },
    status: 401,
    says: FORGED,
  },
  {
    name: 'with the signature of another second',
    try: (scene) => withHeaders(scene, { 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000) - 1) }),
    status: 401,
    says: FORGED,
  },
  {
    name: 'five minutes old',
    try: (scene) => withHeaders(scene, {}, Date.now() - 302_000),
    status: 401,
    says: /^The request is 30\d s old; 300 s is the most\.$/,
  },
  {
    name: 'a day old',
    try: (scene) => withHeaders(scene, {}, Date.now() - DAY_MS),
    status: 401,
    says: /^The request is 864\d\d s old; 300 s is the most\.$/,
  },
  {
    name: 'dated two minutes ahead',
    try: (scene) => withHeaders(scene, {}, Date.now() + 120_000),
    status: 401,
    says: /^The request is dated 1\d\d s ahead; 60 s is the most\. Check this machine's clock\.$/,
  },
  {
    name: 'dated a day ahead',
    try: (scene) => withHeaders(scene, {}, Date.now() + DAY_MS),
    status: 401,
    says: /^The request is dated 86\d{3} s ahead; 60 s is the most\. Check this machine's clock\.$/,
  },
  {
    name: 'sent a second time',
    try: async (scene) => {
      const { headers, body } = await signedHelp(scene)
      await scene.raw(headers, body)
      return scene.raw(headers, body)
    },
    status: 409,
    says: 'This very request was here before. It counts once.',
  },
  {
    name: 'sent a second time with other headers beside the signature',
    try: async (scene) => {
      const { headers, body } = await signedHelp(scene)
      await scene.raw(headers, body)
      return scene.raw({ ...headers, 'x-slack-retry-num': '1', 'user-agent': 'Slackbot' }, body)
    },
    status: 409,
    says: 'This very request was here before. It counts once.',
  },
  {
    name: 'larger than anything of Slack',
    try: (scene) => sealed(scene, FORM, `text=${'x'.repeat(300 * 1024)}`),
    status: 413,
    says: 'The request is larger than 256 KB.',
  },
  {
    name: 'larger than anything of Slack, and silent about it',
    try: (scene) => chunked(scene, 300 * 1024),
    status: 413,
    says: 'The request is larger than 256 KB.',
  },
  {
    name: 'that only says that it is larger than anything of Slack',
    try: announced,
    status: 413,
    says: 'The request is larger than 256 KB.',
  },
  { name: 'that ends before its end', try: truncated, status: 0, says: '' },
  {
    name: 'that is compressed',
    try: async (scene) => sealed(scene, FORM, gzipSync((await signedHelp(scene)).body), { 'content-encoding': 'gzip' }),
    status: 415,
    says: 'Slack sends nothing compressed.',
  },
  {
    name: 'that is not UTF-8',
    try: (scene) => sealed(scene, FORM, Buffer.from([0x74, 0x3d, 0xff, 0xfe])),
    status: 400,
    says: 'The request is not UTF-8.',
  },
  {
    name: 'that calls a form JSON',
    try: async (scene) => sealed(scene, 'application/json', (await signedHelp(scene)).body),
    status: 400,
    says: NOT_AN_OBJECT,
  },
  { name: 'that is a JSON list', try: (scene) => sealed(scene, 'application/json', '[]'), status: 400, says: NOT_AN_OBJECT },
  { name: 'that is JSON null', try: (scene) => sealed(scene, 'application/json', 'null'), status: 400, says: NOT_AN_OBJECT },
  { name: 'that is empty JSON', try: (scene) => sealed(scene, 'application/json', ''), status: 400, says: NOT_AN_OBJECT },
  { name: 'that is plain text', try: (scene) => sealed(scene, 'text/plain', 'help'), status: 415, says: NOT_A_FORM },
  { name: 'without a content type', try: (scene) => sealed(scene, undefined, 'text=help'), status: 415, says: NOT_A_FORM },
  {
    name: 'that is a form of several parts',
    try: (scene) => sealed(scene, 'multipart/form-data; boundary=x', '--x--'),
    status: 415,
    says: NOT_A_FORM,
  },
  { name: 'with two payloads', try: (scene) => sealed(scene, FORM, 'payload=%7B%7D&payload=%7B%7D'), status: 400, says: NOT_ONE_OBJECT },
  { name: 'with a payload that is cut', try: (scene) => sealed(scene, FORM, 'payload=%7B%22type%22'), status: 400, says: NOT_ONE_OBJECT },
  { name: 'with a list for a payload', try: (scene) => sealed(scene, FORM, 'payload=%5B%5D'), status: 400, says: NOT_ONE_OBJECT },
  { name: 'with a word for a payload', try: (scene) => sealed(scene, FORM, 'payload=%22approve%22'), status: 400, says: NOT_ONE_OBJECT },
  { name: 'that only asks', try: (scene) => scene.raw({}, '', 'GET'), status: 405, says: 'Slack posts; nothing else is taken.' },
  { name: 'that puts', try: (scene) => scene.raw({}, '', 'PUT'), status: 405, says: 'Slack posts; nothing else is taken.' },
  {
    name: 'to another path',
    try: async (scene) => scene.raw({ 'content-type': FORM, ...signed('a=b') }, 'a=b', 'POST', '/../commands'),
    status: 404,
    says: 'There is nothing here.',
  },
]
