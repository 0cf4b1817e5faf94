import type { Actor } from '../../run/command.ts'
import type { ChatEvent } from '../chat-event.ts'
import { said, type Note } from '../note.ts'

export function answerWhoami(by: Actor, at: ChatEvent): Note {
  return said('info', by.name, [
    {
      type: 'rows',
      rows: [
        { name: 'Person', value: by.id },
        { name: 'Groups', value: by.groups.join(', ') || 'none' },
        { name: 'Account', value: `${by.account} on ${at.platform}${by.via === at.platform ? '' : ` (${by.via})`}` },
      ],
    },
  ])
}
