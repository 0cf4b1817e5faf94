/** Slack by Socket Mode: one installation and one workspace for everything that any way to Slack must do, what only this one can do wrong, and two channels. */
import { afterAll, beforeAll, describe } from 'vitest'
import { CORE } from '../conversation/suite.ts'
import { conversationOf } from './conversation-of.ts'
import { rulesOfSocketMode } from './rules-of-socket-mode.ts'
import { rulesOfTwoChannels } from './rules-of-two-channels.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'

const slack = {} as SlackHouse
beforeAll(async () => void Object.assign(slack, await openSlackHouse('socket')))
afterAll(() => (slack as Partial<SlackHouse>).close?.())

describe('a run in two channels', () => rulesOfTwoChannels(slack))
conversationOf('Slack by Socket Mode', slack, CORE)
describe('what only Socket Mode can do wrong', () => rulesOfSocketMode(slack))
