import { CORE } from '../conversation/suite.ts'
import { conversationOf } from './conversation-of.ts'

conversationOf('Slack by Socket Mode', 'socket', CORE)
