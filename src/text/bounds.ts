/** How much a run can carry. The readers refuse what is beyond it, and what arrives from outside is judged by the same numbers: nothing loads that cannot be started. */

/** Characters of a name, an id, a host, a lock. */
export const LONGEST_NAME = 300
/** Characters of a name that people write in small letters, digits and dashes. */
export const LONGEST_PLAIN_NAME = 64
/** Characters of an answer, a reason, a message. */
export const LONGEST_TEXT = 20_000
/** Characters of a line that somebody types, and of one field of a card: a list among them. */
export const LONGEST_TYPED = 4000
/** Characters of a document. */
export const LONGEST_DOCUMENT = 200_000
/** Blocks of one step, whose results come back together. */
export const MOST_BLOCKS = 100
export const MOST_SUBSTEPS = 20

/** Fields of one form. */
export const MOST_PARAMETERS = 90
/** Characters of what is chosen, and of a text: what an nvarchar takes that is not `max`. */
export const LONGEST_VALUE = 4000
/** Buttons that ask what a person did, beside those that every card has. */
export const MOST_QUESTIONS = 10
export const MOST_BUTTONS = 20
/** Characters of what a document tells people. */
export const LONGEST_NOTICE = 1000

export const MOST_PEOPLE = 5000
export const MOST_GROUPS_OF_PERSON = 200

/** Of a policy: its lines, the groups that one line, `start` or `escalate` names, and the people whom one line asks for. */
export const MOST_LINES = 20
export const MOST_GROUPS = 50
export const MOST_APPROVERS = 20

/** Characters of a host's name (RFC 1035). */
export const LONGEST_HOST = 253
export const PORTS = { least: 1, most: 65_535 }

/** A duration's bounds in milliseconds. */
export interface DurationBounds {
  least: number
  most: number
}

const DAY_MS = 86_400_000

/** How long a gate waits and its approval lives. */
export const EXPIRES: DurationBounds = { least: 1000, most: 366 * DAY_MS }
/** How long until others are called. */
export const ESCALATES: DurationBounds = { least: 1000, most: 366 * DAY_MS }
/** A timer of Node takes 2^31 - 1 ms and fires at once for more. */
export const TIMEOUT: DurationBounds = { least: 1000, most: 24 * DAY_MS }
export const WAIT: DurationBounds = { least: 1000, most: 24 * DAY_MS }
export const HTTP_CERTIFICATE: DurationBounds = { least: 1000, most: 366 * DAY_MS }
export const SETTLE: DurationBounds = { least: 1, most: 24 * DAY_MS }
export const OBJECTIVE: DurationBounds = { least: 1000, most: 366 * DAY_MS }

/** Secrets that an installation has for parameters. */
export const MOST_SECRETS = 500
/** Secrets of one plan that a worker says it lacks. */
export const MOST_MISSING = 20
