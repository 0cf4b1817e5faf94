import type { TeamsRefusal, TeamsUnfit } from '../../teams-words.ts'

/** Why nothing is taken from an account or in a place, said to whoever tried. */
export function refusal(refused: TeamsRefusal): string {
  switch (refused.of) {
    case 'account':
      return `Nothing was recorded: ${yourAccount(refused.because)}`
    case 'account-not-checked':
      return `Nothing was recorded, because Teams did not say whether your account is still good. ${refused.fault} Try again in a moment.`
    case 'place':
      return refused.because === 'direct'
        ? 'Type it in a channel or a group chat: others have to see and approve it, and this chat has nobody but you.'
        : `Runs are not shown here, but in ${refused.allowed.join(' or ')}.`
  }
}

function yourAccount(because: TeamsUnfit): string {
  switch (because.is) {
    case 'no-object':
      return 'Teams does not say which account of Entra you are signed in with, and people are known by nothing else. Sign in to Teams with your work account.'
    case 'no-tenant':
      return 'Teams does not say of which tenant you are, and people are known by nothing else. Sign in to Teams with your work account.'
    case 'two-tenants':
      return `Teams names ${because.tenants.length} tenants for this (${because.tenants.join(', ')}), and only one can be yours. Do it in a channel or chat of your own tenant.`
    case 'foreign':
      return `your account is of the tenant ${because.tenant}, and people of ${because.allowed.join(' and ')} only may speak here. Whoever keeps countersign.yaml can add it to teams.tenants.`
    case 'bot':
      return 'this came from a bot, and only people start, approve and reject.'
    case 'guest':
      return 'you are a guest in this team or chat, and guests start and approve nothing. Ask a member.'
    case 'no-member':
      return `Teams calls you “${because.role}” in this team or chat, and only members start and approve. Ask a member.`
    case 'no-role':
      return 'Teams does not say whether you are a member or a guest in this team or chat, and only members start and approve.'
    case 'not-here':
      return 'you are not in this team or chat any more. Have yourself added, then do it again.'
    case 'another':
      return 'Teams knows another account by your address. Sign out of Teams and in again; if it stays so, tell whoever runs Countersign.'
  }
}
