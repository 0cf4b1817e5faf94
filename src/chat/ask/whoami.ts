import type { Actor } from '../../run/command.ts'
import type { ChatEvent } from '../chat-event.ts'
import type { Words } from '../../words/words.ts'
import { said, type Note } from '../note.ts'

export function answerWhoami({ notes: { whoami } }: Words, by: Actor, at: ChatEvent): Note {
  return said('info', by.name, [
    {
      type: 'rows',
      rows: [
        { name: whoami.person, value: by.id },
        { name: whoami.groups, value: by.groups.join(', ') || whoami.noGroups },
        { name: whoami.account, value: whoami.accountIs({ account: by.account, platform: at.platform, via: by.via }) },
      ],
    },
  ])
}
