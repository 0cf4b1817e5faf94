import type { Procedure } from '../../procedure/procedure.ts'
import { verbOf } from '../receive/verb-alone.ts'

/**
 * Slack has these itself (slack.com/help/articles/201259356): no app is sent them, and a manifest with one of them is refused as a whole ("The slash command has an
 * invalid name").
 */
// prettier-ignore
const BUILT_IN: ReadonlySet<string> = new Set([
  '/active', '/apps', '/archive', '/away', '/call', '/close', '/collapse', '/dm', '/dnd', '/expand', '/feed', '/feedback', '/invite',
  '/invite_people', '/join', '/keys', '/kick', '/leave', '/me', '/msg', '/mute', '/open', '/part', '/prefs', '/pro', '/remind',
  '/remove', '/rename', '/s', '/search', '/shortcuts', '/shrug', '/star', '/status', '/topic', '/unarchive', '/who',
])

/** Characters of a slash command, and how many an app may have (docs.slack.dev/reference/app-manifest). */
const LONGEST_COMMAND = 32
export const MOST_COMMANDS = 50

/** Whether an app can have no slash command of this name. */
export function isNoCommand(verb: string): boolean {
  return BUILT_IN.has(verb) || verb.length > LONGEST_COMMAND
}

/** How it is called in Slack. */
export function typedInSlack(command: string): string {
  return isNoCommand(verbOf({ command })) ? ['/countersign', command.slice(1)].join(' ') : command
}

/** Those that have no slash command of their own, as they follow on `/countersign`. */
export function behindCountersign(procedures: readonly Procedure[]): string[] {
  return procedures.filter((procedure) => isNoCommand(verbOf(procedure))).map(({ command }) => command.slice(1))
}
