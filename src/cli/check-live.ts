import type { House } from './load-house.ts'
import { Refused } from './refused.ts'
export async function checkLive(_house: House, _words: string[], _json: boolean): Promise<number> {
  throw new Refused('--live is not written yet')
}
