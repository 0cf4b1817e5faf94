/** The app's manifest: what Slack is told of us, drawn from the procedures and from the methods that the code calls. */
import type { Procedure } from '../../procedure/procedure.ts'
import { neededScopes } from './web-api/methods.ts'
import { behindCountersign, isNoCommand } from './built-in-commands.ts'
import { sayVerb, verbs } from '../receive/verbs.ts'
import { plainLine } from './render/text.ts'

/** Keys as docs.slack.dev/reference/app-manifest names them. */
export interface Manifest {
  display_information: { name: string; description: string; background_color: string }
  features: {
    app_home: { home_tab_enabled: true; messages_tab_enabled: true; messages_tab_read_only_enabled: true }
    bot_user: { display_name: string; always_online: true }
    slash_commands: { command: string; url?: string; description: string; usage_hint: string; should_escape: false }[]
  }
  oauth_config: { scopes: { bot: string[] } }
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] }
    interactivity: { is_enabled: true; request_url?: string; message_menu_options_url?: string }
    org_deploy_enabled: false
    socket_mode_enabled: boolean
    token_rotation_enabled: false
  }
}

/** `url`: where Slack posts to, for HTTP; without it the app speaks Socket Mode and has no address. */
export function manifestOf(procedures: readonly Procedure[], url?: string): Manifest {
  const at = url === undefined ? {} : { request_url: url }
  const command = (name: string, description: string, usage_hint: string) => ({
    command: name,
    ...(url === undefined ? {} : { url }),
    // Slack shows 2,000 characters of a description and 1,000 of a hint; a line is enough.
    description: plainLine(description, 200),
    usage_hint: plainLine(usage_hint, 200),
    should_escape: false as const,
  })
  return {
    display_information: {
      name: 'Countersign',
      description: 'Documented procedures, countersigned by two people',
      background_color: '#1f3a4d',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'countersign', always_online: true },
      slash_commands: [
        command(
          '/countersign',
          'Ask about procedures and runs',
          [
            'help | list | show | runs | status RUN | plan RUN | audit RUN | mirror RUN here | cancel RUN why | whoami',
            ...behindCountersign(procedures),
          ].join(' | '),
        ),
        ...verbs(procedures)
          .filter(([verb]) => !isNoCommand(verb))
          .map(([verb, found]) => command(verb, sayVerb(found), hint(verb, found))),
      ],
    },
    oauth_config: { scopes: { bot: neededScopes() } },
    settings: {
      event_subscriptions: { ...at, bot_events: ['app_home_opened'] },
      interactivity: { is_enabled: true, ...at, ...(url === undefined ? {} : { message_menu_options_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  }
}

function hint(verb: string, found: readonly Procedure[]): string {
  const rest = found.map(({ command }) => command.slice(verb.length).trim()).filter(Boolean)
  return `${rest.join(' | ')} [name=value …] [--rehearse]`.trim()
}
