/** The app's manifest: what Teams is told of us, drawn from the procedures. */
import { beginning } from '../../text/excerpt.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Words } from '../../words/words.ts'
import { readable } from '../readable.ts'
import { sayVerb, verbs } from '../receive/verbs.ts'

/** What no document says. */
export interface About {
  /** The id of the bot's registration in Entra, a GUID; the app in Teams carries the same. */
  appId: string
  /** `1.0.0`: Teams takes a package in place of another only where the number is higher. */
  version: string
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string }
  /** Whether answers are shown to one person within a channel, which also brings the commands behind a slash. */
  targeted: boolean
}

type Scope = 'team' | 'groupChat' | 'personal'
interface Command {
  title: string
  description: string
}

/** Keys as the schema of this version names them. */
export interface TeamsManifest {
  $schema: string
  manifestVersion: string
  version: string
  id: string
  developer: About['developer']
  name: { short: string; full: string }
  description: { short: string; full: string }
  icons: { color: string; outline: string }
  accentColor: string
  defaultInstallScope: 'team'
  defaultGroupCapability: { team: 'bot'; groupchat: 'bot' }
  bots: {
    botId: string
    scopes: Scope[]
    isNotificationOnly: false
    supportsFiles: true
    supportsTargetedMessages?: true
    commandLists: { scopes: Scope[]; triggers?: ('mention' | 'slash')[]; commands: Command[] }[]
  }[]
  permissions: ('identity' | 'messageTeamMembers')[]
  validDomains: string[]
}

const SCHEMA_VERSION = '1.30'

/** No permission for a resource (RSC) is asked for: the bot hears what mentions it, and the roster of where it was added is open to it without one. */
export function teamsManifestOf(words: Words, procedures: readonly Procedure[], about: About): TeamsManifest {
  const commands = (scopes: Scope[], offered: Command[]) => ({
    scopes,
    ...(about.targeted ? { triggers: ['mention' as const, 'slash' as const] } : {}),
    commands: offered,
  })
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: SCHEMA_VERSION,
    version: about.version,
    id: about.appId,
    developer: about.developer,
    name: { short: 'Countersign', full: 'Countersign: documented procedures, countersigned by two people' },
    description: {
      short: 'Documented procedures, countersigned by two people',
      full: 'Starts a documented procedure as a conversation, asks two people for each gate to countersign the exact plan, has a worker run each step, and tells every step in the thread.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1F3A4D',
    defaultInstallScope: 'team',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    bots: [
      {
        botId: about.appId,
        scopes: ['team', 'groupChat', 'personal'],
        isNotificationOnly: false,
        // A log is given as a file, in the personal chat.
        supportsFiles: true,
        ...(about.targeted ? { supportsTargetedMessages: true as const } : {}),
        commandLists: [
          commands(['team', 'groupChat'], [...starts(procedures).offered, ...questions(words)].slice(0, MOST_COMMANDS)),
          // Runs are never started where nobody else sees them.
          commands(['personal'], questions(words)),
        ],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    // Pages are shown to nobody within Teams.
    validDomains: [],
  }
}

/** Of one list. */
const MOST_COMMANDS = 12
/** So that the first four questions have room beside them. */
const MOST_STARTS = 8
/** Characters of a command, by the schema; a line of its description is enough. */
const LONGEST_TITLE = 128
const LONGEST_DESCRIPTION = 200

/** What is offered to start something: each procedure, or where they are too many each first word. A command that does not fit is never cut: it would be another. */
export function starts(procedures: readonly Procedure[]): { offered: Command[]; left: string[] } {
  const each =
    procedures.length <= MOST_STARTS
      ? procedures.map(({ command, title }) => [command, title] as const)
      : verbs(procedures).map(([verb, found]) => [verb, sayVerb(found)] as const)
  const all = each.map(([command, says]) => ({ title: command.replace(/^\//, ''), description: line(says) }))
  const offered = all.filter(({ title }) => title.length <= LONGEST_TITLE).slice(0, MOST_STARTS)
  return { offered, left: all.filter((one) => !offered.includes(one)).map(({ title }) => title) }
}

/** The most useful first; the first four stand in every list. */
function questions({ notes: { help } }: Words): Command[] {
  const { list, runs, whoami, status, plan, audit } = help.does
  const says = { list, runs, help: help.title, whoami, status, plan, audit }
  return Object.entries(says).map(([title, text]) => ({ title, description: line(text) }))
}

function line(text: string): string {
  const { text: kept, of } = beginning(readable(text).replace(/\s*\n\s*/g, ' '), LONGEST_DESCRIPTION)
  return of === undefined ? kept : `${kept}…`
}
