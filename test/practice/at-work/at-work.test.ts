import { afterAll, beforeAll, describe } from 'vitest'
import { openAtWork, type AtWork } from './installation.ts'
import { rulesOfCalls } from './rules-of-calls.ts'
import { rulesOfDroppedConnections } from './rules-of-dropped-connections.ts'
import { rulesOfRehearsals } from './rules-of-rehearsals.ts'
import { rulesOfWrongClocks } from './rules-of-wrong-clocks.ts'

let atWork: AtWork
const house = (): AtWork => atWork
beforeAll(async () => void (atWork = await openAtWork()))
afterAll(() => atWork?.close())

// In this order: the first looks at an estate on which nothing was done, and a run that does something comes behind all that only look.
describe('a rehearsal of the first document, whole and with one thing damaged', () => rulesOfRehearsals(house))
describe('a worker whose clock is wrong', () => rulesOfWrongClocks(house))
describe('a connection that is dropped', () => rulesOfDroppedConnections(house))
describe('an item of a list', () => rulesOfCalls(house))
