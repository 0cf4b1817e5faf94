/** Slack by Socket Mode: one installation and one workspace. */
import { afterAll, beforeAll, describe } from 'vitest'
import { CORE } from '../conversation/suite.ts'
import { conversationOf } from './conversation-of.ts'
import { rulesOfSocketMode } from './rules-of-socket-mode.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'

const slack = {} as SlackHouse
beforeAll(async () => void Object.assign(slack, await openSlackHouse('socket')))
afterAll(() => (slack as Partial<SlackHouse>).close?.())

conversationOf('Slack by Socket Mode', slack, CORE)
describe('what only Socket Mode can do wrong', () => rulesOfSocketMode(slack))
