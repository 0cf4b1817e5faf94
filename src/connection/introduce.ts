/** How a worker and a bot prove to each other who they are, before a word of anything else. Neither takes a word of the connection itself for it. */
import { RELEASE_OF_RULES, RULES_VERSION } from '../audit/rules.ts'
import type { PublicKeys } from '../audit/entry.ts'
import { isIntroduction, isProven, type Proof } from '../audit/signature.ts'
import { STATE_VERSION, twoReleases } from '../audit/state-version.ts'
import type { PlainRefusal } from '../run/facts/refusal.ts'
import type { Introduction } from './frames.ts'

/** Why a worker is not let in; undefined: it is who it says. `asked`: what this connection's worker was asked to sign. */
export function refuseWorker(
  who: Introduction,
  signature: string,
  { asked, keys }: { asked: string; keys: PublicKeys },
): PlainRefusal | undefined {
  const { worker, site, installation, stateVersion, rules } = who
  const refused = (code: string, sentence: string): PlainRefusal => ({ code, sentence })
  if (stateVersion !== STATE_VERSION) {
    return refused('other-state', twoReleases(`Worker ${worker}`, stateVersion, 'this bot', 'it is given no orders'))
  }
  if (rules !== RULES_VERSION) {
    const release = RELEASE_OF_RULES[rules]
    return refused(
      'other-rules',
      `Worker ${worker} decides by rules version ${rules}${release === undefined ? '' : ` (release ${release})`}, this bot by version ${RULES_VERSION}: it would believe no run of this bot. Start both with the same release.`,
    )
  }
  if (installation !== keys.installation) {
    return refused(
      'other-installation',
      `Worker ${worker} is of installation ${installation}, this bot of ${keys.installation}: give the worker the file that "countersign worker-file ${worker}" prints here.`,
    )
  }
  const known = Object.hasOwn(keys.workers, worker) ? keys.workers[worker] : undefined
  if (known === undefined) {
    return refused(
      'unknown-worker',
      `This bot knows no worker ${worker}: list it with its public key under \`sites:\` of the configuration, then restart the bot.`,
    )
  }
  if (known.site !== site) {
    return refused('other-site', `Worker ${worker} says that it works at ${site}, and the bot's configuration lists it at ${known.site}.`)
  }
  if (who.asked !== asked || !isIntroduction(who, signature, known.key)) {
    return refused('bad-signature', `What calls itself worker ${worker} has not signed with the key that the configuration lists for it.`)
  }
  return undefined
}

/** What a bot signs with its head key for the worker that introduced itself. */
export function welcomeOf({ installation, site, worker, boot, asks }: Introduction): Proof {
  return { proves: 'bot', installation, site, worker, boot, nonce: asks }
}

export function isOurBot(who: Introduction, signature: string, keys: PublicKeys): boolean {
  return isProven(welcomeOf(who), signature, keys)
}
