/** `countersign send-test slack`: is everything there that Slack needs? */
import pino from 'pino'
import { proveSlack, type Proof } from '../chat/slack/send-test.ts'
import { loadInstallation } from './installation/load-installation.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'
import { slackSettings } from './start/slack-settings.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('send-test', args)
  if (positionals.join(' ') !== 'slack') throw new Refused('Say which platform: countersign send-test slack.', 2)
  const { slack } = loadInstallation(values.config).configuration
  if (!slack) throw new Refused('The configuration has no `slack`: docs/slack.md says what it needs.', 2)
  const config = slackSettings(slack)
  const proofs: Proof[] = []
  for await (const proof of proveSlack(config, pino({ level: 'silent' }))) {
    proofs.push(proof)
    if (!values.json) process.stdout.write(`${proof.good === undefined ? '?' : proof.good ? '✓' : '✗'} ${proof.what}: ${proof.says}\n`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(proofs)}\n`)
  return proofs.some(({ good }) => good === false) ? 1 : 0
}
