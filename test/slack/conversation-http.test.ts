import { conversationOf } from './conversation-of.ts'

conversationOf('Slack over HTTP', 'http')
