/** The conversations of the stand-in that are there from the beginning; 1:1 chats come when the bot opens one or a person writes. */
import type { AccountName } from './accounts.ts'

export interface Place {
  /** Without `;messageid=`. */
  id: string
  kind: 'channel' | 'groupChat' | 'personal'
  name: string
  members: AccountName[]
}

export const TEAM = {
  id: '19:teamContosoUC0000000000000000000001@thread.tacv2',
  name: 'Contoso UC',
  group: '8d2c1b0a-5e4f-4a3b-9c8d-7e6f5a4b3c2d',
}
export const CHANNEL = '19:incident00000000000000000000000001@thread.tacv2'
export const OTHER_CHANNEL = '19:drills0000000000000000000000000002@thread.tacv2'
export const GROUP_CHAT = '19:oncall0000000000000000000000000003@thread.v2'

const EVERYBODY: AccountName[] = ['dana', 'amir', 'carol', 'bob', 'erin', 'stranger', 'guest', 'foreign', 'nameless']

export function firstPlaces(): Place[] {
  return [
    { id: CHANNEL, kind: 'channel', name: 'incident', members: [...EVERYBODY] },
    { id: OTHER_CHANNEL, kind: 'channel', name: 'drills', members: [...EVERYBODY] },
    { id: GROUP_CHAT, kind: 'groupChat', name: 'On call', members: ['dana', 'amir', 'carol', 'bob', 'erin'] },
  ]
}

/** The 1:1 chat of this person and the bot. */
export function personalPlace(as: AccountName): Place {
  return { id: `a:1${as}_8fWcQp`, kind: 'personal', name: '', members: [as] }
}

/** `19:…@thread.tacv2;messageid=17643…` is the thread under that message. */
export function splitConversation(id: string): { place: string; thread?: string } {
  const [place = '', thread] = id.split(';messageid=')
  return { place, ...(thread !== undefined && { thread }) }
}
