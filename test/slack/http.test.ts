/** Slack over HTTP: one installation and one workspace for everything that nobody has to be killed for. */
import { afterAll, beforeAll, describe } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { openScene, type Scene } from './refusal-scene.ts'
import { rulesAtOnce } from './rules-at-once.ts'
import { rulesOfHomeAndAsks } from './rules-of-home-and-asks.ts'
import { rulesOfSlackRefusals } from './rules-of-refusals.ts'

const scene = {} as Scene
beforeAll(async () => void Object.assign(scene, await openScene()))
afterAll(() => (scene as Partial<Scene>).close?.())

describe('what is shown beside the card', () => rulesOfHomeAndAsks(scene))
describe('what is refused', () => rulesOfSlackRefusals(scene))
describe('at the same moment', () => rulesAtOnce(scene))
conversationOf('Slack over HTTP', scene)
