/** Why an account may do nothing here. */
import type { Unfit } from '../../slack-words.ts'

/** Said of its owner. */
export function accountIs(unfit: Unfit): string {
  switch (unfit.is) {
    case 'foreign':
      return `Their account ${unfit.account} belongs to the workspace ${unfit.team}, and Countersign works for ${home(unfit)} only.`
    case 'unknown':
      return `${known(unfit)}: correct it in people.yaml.`
    case 'not-here':
      return `${notHere(unfit)}.`
    case 'deactivated':
    case 'bot':
    case 'elsewhere':
    case 'guest':
      return `${kindIs(unfit)}.`
  }
}

/** Said to its owner. */
export function yourAccount(unfit: Unfit): string {
  switch (unfit.is) {
    case 'foreign':
      return `Your account belongs to the workspace ${unfit.team}, and Countersign works for ${home(unfit)} only: nothing was recorded.`
    case 'unknown':
      return `${known(unfit)}: nothing was recorded.`
    case 'not-here':
      return `${notHere(unfit)}: nothing was recorded.`
    case 'deactivated':
    case 'bot':
    case 'elsewhere':
    case 'guest':
      return `${kindIs(unfit)}: such an account may do nothing here.`
  }
}

function home({ home: { name, team } }: Extract<Unfit, { is: 'foreign' }>): string {
  return `${name} (${team})`
}

function known({ account }: Unfit): string {
  return `Slack knows no account ${account} in this workspace`
}

function notHere({ account, team }: Extract<Unfit, { is: 'not-here' }>): string {
  return `Slack does not say that the account ${account} belongs to the workspace ${team}`
}

function kindIs({ is, account }: Extract<Unfit, { is: keyof typeof KINDS }>): string {
  return `Slack says that the account ${account} is ${KINDS[is]}`
}

const KINDS = { deactivated: 'deactivated', bot: 'a bot', elsewhere: 'of another workspace', guest: 'a guest' }
