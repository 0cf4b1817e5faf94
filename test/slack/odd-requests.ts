/** Requests whose bodies are not what their headers say, or never come. */
import { request, type IncomingMessage } from 'node:http'
import type { Outcome } from '../conversation/rules-of-refusals.ts'
import type { Scene } from './refusal-scene.ts'
import { commandOf, newTrigger } from './stand-in/actions.ts'
import { encode, signed } from './stand-in/delivery.ts'

const FORM = 'application/x-www-form-urlencoded'

/** Says nothing of its size. */
export function chunked(scene: Scene, size: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const body = `text=${'x'.repeat(size)}`
    const headers = { 'content-type': FORM, 'transfer-encoding': 'chunked', ...signed(body) }
    const out = request(scene.url, { method: 'POST', headers }, (response) => {
      outcomeOf(response).then(resolve, reject)
    })
    out.on('error', reject)
    out.end(body)
  })
}

/** Waits for the answer before it sends anything: nothing so large is to be waited for. */
export function announced(scene: Scene): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': FORM, 'content-length': String(300 * 1024), ...signed('') }
    const out = request(scene.url, { method: 'POST', headers }, (response) => {
      outcomeOf(response)
        .then(resolve, reject)
        .finally(() => out.destroy())
    })
    out.on('error', reject)
    out.flushHeaders()
  })
}

/** Says that there is more than it sends, and goes: there is nobody left to answer. */
export async function truncated(scene: Scene): Promise<Outcome> {
  const delivery = commandOf('dana', '/keep copy', await newTrigger(scene.workspace, 'dana'), 'http://127.0.0.1:9/')
  const { body } = encode(delivery)
  return new Promise((resolve) => {
    const out = request(scene.url, {
      method: 'POST',
      headers: { 'content-type': FORM, 'content-length': String(body.length), ...signed(body) },
    })
    out.on('response', ({ statusCode }) => resolve({ status: statusCode ?? 0, says: 'answered' }))
    out.on('error', () => resolve({ status: 0, says: '' }))
    out.write(body.slice(0, -10), () => out.destroy())
  })
}

async function outcomeOf(response: IncomingMessage): Promise<Outcome> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  const { refusal } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { refusal: { sentence: string } }
  return { status: response.statusCode ?? 0, says: refusal.sentence }
}
