import { createHmac } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { expect } from 'vitest'
import { derivedKey } from '../../src/engine/keys/derived-key.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import type { EngineHttp } from '../../src/engine/server/http.ts'
import { until } from './until.ts'

/** The pieces of one run as they lie in the engine's store, by name. */
export type Pieces = Record<string, Buffer>

/** What the store holds of a run. `admin`: the engine's admin interface. */
export async function storedPieces(admin: EngineHttp, run: string): Promise<Pieces> {
  const query = `SELECT key, value FROM state WHERE service_name = 'Run' AND service_key = '${run}'`
  const response = await admin.fetch(`${admin.url}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { rows } = (await response.json()) as { rows: { key: string; value: string }[] }
  return Object.fromEntries(rows.map(({ key, value }) => [key, Buffer.from(value, 'hex')]))
}

/** Puts these in the place of all that is stored of it, as whoever reaches the admin interface can. */
export async function plantPieces(admin: EngineHttp, run: string, pieces: Pieces): Promise<void> {
  const state = Object.fromEntries(Object.entries(pieces).map(([name, bytes]) => [name, [...bytes]]))
  const planted = await admin.fetch(`${admin.url}/services/Run/state`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ object_key: run, new_state: state }),
  })
  expect(planted.status).toBe(202)
  const text = (all: Pieces) => JSON.stringify(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  await until('it is planted', async () => text(await storedPieces(admin, run)) === text(pieces))
}

/** A piece begins with its HMAC. */
export const TAG_BYTES = 32

/** What it says. */
export function textOf(piece: Uint8Array): string {
  return zstdDecompressSync(piece.subarray(TAG_BYTES)).toString('utf8')
}

/** A piece as the bot of this directory would have sealed it in its place; `place` of none: as releases did that kept a run in one value. */
export function sealedBy(stateDir: string, place: [run: string, piece: string] | undefined, content: object): Buffer {
  const secret = derivedKey(recordedKeys(stateDir).head, 'state')
  const body = zstdCompressSync(JSON.stringify(content))
  const tag = createHmac('sha256', secret)
    .update(place === undefined ? '' : JSON.stringify(place))
    .update(body)
    .digest()
  return Buffer.concat([tag, body])
}
