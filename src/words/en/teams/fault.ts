import type { TeamsCall, TeamsFault } from '../../teams-words.ts'

/** What Teams did not do, and the remedy. */
export function fault(of: TeamsFault): string {
  switch (of.is) {
    case 'refused':
      return refused(of)
    case 'silent':
      return `Teams did not answer when it was asked to ${ASKED_TO[of.call]}${of.code === undefined ? '' : ` (${of.code})`}.`
    case 'waits':
      return `Teams is asked to ${ASKED_TO[of.call]} in ${of.seconds} s, as its limits want it.`
    case 'no-token':
      return `Entra gives the bot no token for Teams (${of.code}): ${ENTRA[of.code] ?? OTHER_LOG_IN}`
    case 'no-member':
      return 'Teams says that they are not in this team or chat. Add them there.'
    case 'guest':
      return 'Teams says that their account is a guest, and guests approve nothing.'
    case 'unlisted':
      return `Their account is of the tenant ${of.tenant}, and teams.tenants in the configuration does not name it.`
    case 'foreign':
      return `Teams says that their account is of the tenant ${of.tenant || 'that it does not name'}, and people.yaml names another. Correct it there.`
  }
}

function refused({ call, status, code }: Extract<TeamsFault, { is: 'refused' }>): string {
  const remedy = code === undefined ? undefined : REMEDIES[code]
  const said = code === undefined ? `HTTP ${status}` : `HTTP ${status}, ${code}`
  return `Teams refused to ${ASKED_TO[call]} (${said})${remedy === undefined ? '.' : `: ${remedy}`}`
}

const ASKED_TO: Record<TeamsCall, string> = {
  send: 'take a message',
  update: 'update a message',
  remove: 'remove a message',
  member: 'say who a member is',
  members: 'list the members',
  create: 'open a chat with one person',
}

const BLOCKED = 'the app is blocked there, by the person or by the settings of the channel. Whoever blocked it must allow it again.'

/** By the codes that Microsoft documents for the calls of a bot. */
const REMEDIES: Record<string, string> = {
  BotNotRegistered: 'Azure knows no bot of this app id. Register it, or correct teams.appId in countersign.yaml.',
  BotDisabledByAdmin: 'an administrator has disabled the app. Ask for it in the Teams admin centre.',
  BotNotInConversationRoster: 'the app is not in this team or chat. Add it there.',
  ConversationBlockedByUser: BLOCKED,
  MessageWritesBlocked: BLOCKED,
  ForbiddenOperationException: 'the app is not installed for this person. They can add it in Teams, under Apps.',
  InvalidBotApiHost: "the conversation is in another of Microsoft's clouds. Set teams.serviceUrl in countersign.yaml.",
  NotEnoughPermissions: 'the app may not do that there. Update it from manifest/teams, and install it again.',
  ConversationNotFound: 'the channel or chat is not there any more. Start the run in another.',
  ActivityNotFoundInConversation: 'the message is not there any more.',
  MessageSizeTooBig: 'it is too long.',
}

const OTHER_LOG_IN = 'look at teams.appId, teams.tenant and its secret or certificate in countersign.yaml.'
const OTHER_CERTIFICATE = 'upload this certificate under "Certificates & secrets" of the registration, or name the one that stands there.'

/** By the codes that Microsoft documents for an app that logs in. */
const ENTRA: Record<string, string> = {
  AADSTS7000215:
    'the secret is not that of the app. Copy its value again, not its id, or make a new one under "Certificates & secrets" of the registration.',
  AADSTS7000222: 'the secret has run out. Make a new one under "Certificates & secrets" of the registration.',
  AADSTS7000112: 'the registration is switched off. Have it enabled in Entra, under "Enterprise applications".',
  AADSTS700016: 'this tenant has no app of that id. Correct teams.appId or teams.tenant in countersign.yaml.',
  AADSTS90002: 'there is no such tenant. Correct teams.tenant in countersign.yaml.',
  AADSTS700027: OTHER_CERTIFICATE,
  AADSTS70021:
    'the registration trusts no token of this issuer and subject. Add it under "Certificates & secrets", "Federated credentials".',
}
