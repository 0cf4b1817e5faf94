/** What the program can be told: read from here, and printed as help from here. */

export interface CliOption {
  type: 'string' | 'boolean'
  /** What its value is called in the help; only of a text. */
  value?: string
  default?: string
  says: string
}

export interface CommandLine {
  /** Each way to write it, as `countersign --help` lists it; options in brackets may be left out. */
  forms: readonly { words: string; does: string }[]
  options: Readonly<Record<string, CliOption>>
  /** True: words that are no options belong to it. */
  positionals: boolean
  about: string
  examples: readonly string[]
}

const config = { type: 'string', value: 'FILE', default: 'countersign.yaml', says: 'the configuration' } as const
const json = { type: 'boolean', says: 'prints JSON, for programs' } as const

export const COMMANDS = {
  init: {
    forms: [{ words: 'DIR [--practice]', does: 'writes an installation to begin with, commented' }],
    options: { practice: { type: 'boolean', says: 'people are chosen on its console: to try documents before Slack or Teams is set up' } },
    positionals: true,
    about: `Writes a configuration, people, a policy and a procedure to begin with, each with comments, and the key of one worker. Nothing that stands there is changed:
where one of the files does, nothing is written. Without --practice its console only reads, and people speak in Slack or Teams.`,
    examples: ['countersign init ../contoso', 'countersign init ../contoso-trial --practice'],
  },
  start: {
    forms: [{ words: '', does: 'the bot: conversations, gates, engine, console' }],
    options: { config },
    positionals: false,
    about: 'Starts the bot and its engine. Ends on SIGINT or SIGTERM; runs go on where they were at the next start.',
    examples: ['countersign start', 'countersign start --config /etc/countersign/countersign.yaml'],
  },
  worker: {
    forms: [{ words: 'NAME [--init]', does: 'one worker; --init makes its key and prints what the configuration needs' }],
    options: {
      config,
      init: { type: 'boolean', says: 'makes the key where there is none, prints the line for the configuration, and starts nothing' },
      state: { type: 'string', value: 'FOLDER', says: 'with --init: where the key goes, when the configuration cannot be read yet' },
      bot: { type: 'string', value: 'FILE', says: 'what "countersign worker-file NAME" has printed, for a bot on another machine' },
    },
    positionals: true,
    about: `Starts the worker of that name. It connects to the bot, and executes the orders of runs for the targets of its site; it listens nowhere.
Without --bot it is the worker of the bot whose configuration this is, on the same machine.`,
    examples: ['countersign worker dc2-a --init', 'countersign worker dc2-a', 'countersign worker dc2-a --bot dc2-a.json'],
  },
  'worker-file': {
    forms: [{ words: 'NAME', does: 'the file that a worker on another machine needs' }],
    options: { config },
    positionals: true,
    about: `Prints where the bot is reached, by which authority its certificate is judged, and the public keys: nothing secret.
Put it on the machine of the worker, and start the worker there with it.`,
    examples: ['countersign worker-file dc2-a > dc2-a.json'],
  },
  check: {
    forms: [{ words: '[--live DOC NAME=VALUE …]', does: 'documents, policies, people, configuration: every fault' }],
    options: {
      config,
      json,
      live: { type: 'boolean', says: 'also runs each read, before and check of one document against its targets' },
    },
    positionals: true,
    about: `Reads every document, policy, the people and the configuration and prints every fault as file:line: what is wrong; what to do.
With --live nothing is changed on the targets, and what cannot be told is reported; values may be missing.`,
    examples: ['countersign check', 'countersign check --live failover-persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM'],
  },
  list: {
    forms: [{ words: '', does: 'what can be started, by what is to be done' }],
    options: { config },
    positionals: false,
    about:
      'Lists the procedures by the first word of their commands, each with its title, and those that their faults keep out of service.',
    examples: ['countersign list'],
  },
  show: {
    forms: [{ words: 'PROCEDURE', does: 'a document as people read it, with every block' }],
    options: { config },
    positionals: true,
    about: `Prints one procedure: who may start it and who must agree, what is asked, and each step with what it says and what it sends.
Steps of included documents stand where they are done, and say where they come from.`,
    examples: ['countersign show "failover persistent-chat"', 'countersign show failover-persistent-chat | less'],
  },
  plan: {
    forms: [{ words: 'DOC NAME=VALUE …', does: 'the resolved plan and its fingerprint, without starting it' }],
    options: {
      config,
      json,
      rehearse: { type: 'boolean', says: 'the plan of a rehearsal, which has another fingerprint: see "Rehearsing" in docs/procedures.md' },
    },
    positionals: true,
    about: 'Prints the plan that these values resolve to and its fingerprint. Nothing is started.',
    examples: [
      `countersign plan failover-persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM files=sec-host shell=management \\
    mirrorShare='\\\\sqlb1.contoso.com\\csdatabackup' activeServers=pc5.contoso.com,pc6.contoso.com`,
    ],
  },
  grants: {
    forms: [{ words: '[sql|powershell]', does: 'the rights that log-ins and endpoints need for the documents' }],
    options: { config },
    positionals: true,
    about: `Prints what the documents take, and no more, each line with the blocks that take it. sql: for every target of SQL Server a script for sqlcmd, with the GRANTs of the
log-in that acts and of the one that looks. powershell: two role capabilities for a JEA endpoint, one that acts and one that looks. Read it before you run it.`,
    examples: ['countersign grants sql > grants.sql', 'countersign grants powershell'],
  },
  runs: {
    forms: [{ words: '', does: 'active and recent runs' }],
    options: { config, json, before: { type: 'string', value: 'R-N', says: 'those that ended longer ago, some before this one' } },
    positionals: false,
    about:
      'Lists active and recent runs of the bot that is running with this configuration, newest first. Where there are more, it says how they are asked for.',
    examples: ['countersign runs --json', 'countersign runs --before R-331'],
  },
  status: {
    forms: [{ words: '', does: 'the workers: who is connected, and what each is at' }],
    options: { config, json },
    positionals: false,
    about:
      'Says of each worker that the configuration lists whether it is connected, and which orders it has. The exit code is 0 when all are.',
    examples: ['countersign status', 'countersign status --json'],
  },
  settle: {
    forms: [{ words: '[R-n --reason …]', does: "runs that were lost with the engine's store; says what became of one" }],
    options: { config, reason: { type: 'string', value: 'TEXT', says: 'what became of the run' } },
    positionals: true,
    about: `Lists the runs whose audit files have no end and which the engine does not know: its store was lost. What they protect is begun by no other run until somebody
has looked at what they did and says what became of them. It is written beside the audit file, with your account on this machine, and shown in the run's conversation.`,
    examples: [
      'countersign settle',
      'countersign settle R-7 --reason "mgc was recovered by hand on SQLB1, the run had restored it; checked with Carol"',
    ],
  },
  audit: {
    forms: [
      { words: 'verify FILE --keys KEYS', does: 'decide a log again and say whether it is intact' },
      { words: 'export R-n', does: 'the log of a run, and the public keys' },
    ],
    options: {
      config,
      json: { type: 'boolean', says: 'verify: prints JSON, for programs' },
      keys: { type: 'string', value: 'KEYS', says: 'verify: the file of public keys that export wrote' },
      out: { type: 'string', value: 'DIR', default: '.', says: 'export: where R-n.jsonl and keys.json go' },
    },
    positionals: true,
    about: `verify decides every command of the log again and compares every byte. Exit code 0: intact; 3: incomplete; 4: altered at entry n; 5: cannot be judged, because
other rules than this release's decided it (the answer names the release that can); 2: unreadable.`,
    examples: ['countersign audit export R-1 --out .', 'countersign audit verify R-1.jsonl --keys keys.json'],
  },
  manifest: {
    forms: [
      { words: 'slack', does: 'writes manifest/slack.yaml; --check says whether it is out of date' },
      { words: 'teams', does: 'writes manifest/teams/ and the package that is uploaded to Teams' },
    ],
    options: {
      config,
      check: { type: 'boolean', says: 'writes nothing, and exits with 1 when a file is out of date' },
      url: { type: 'string', value: 'URL', says: 'slack: prints the manifest of an app that takes HTTP requests there' },
      'app-id': { type: 'string', value: 'ID', says: 'teams: the id of the registration, where the configuration names none' },
      developer: { type: 'string', value: 'NAME', says: 'teams: who is named as the maker of the app' },
      website: { type: 'string', value: 'URL', says: 'teams: a page about the app, and about its privacy and terms where these have none' },
      privacy: { type: 'string', value: 'URL', says: 'teams: a page about privacy' },
      terms: { type: 'string', value: 'URL', says: 'teams: a page about the terms of use' },
    },
    positionals: true,
    about: `Writes what Slack or Teams must be told of the app, beside the configuration. For Slack that is manifest/slack.yaml, from the documents and from the methods
that the code calls. For Teams it is manifest/teams/manifest.json with two icons, from the documents, and manifest/teams/countersign.zip, the package of them;
what the command line does not say is taken from the configuration, then from the manifest that is there. Its version is raised where it changes.`,
    examples: [
      'countersign manifest slack',
      'countersign manifest slack --url https://countersign.contoso.com/slack/events',
      'countersign manifest teams --developer "Contoso IT" --website https://contoso.com/countersign',
    ],
  },
  'send-test': {
    forms: [
      { words: 'slack', does: 'proves tokens, scopes, channels and Socket Mode, one by one' },
      { words: 'teams', does: "proves the log-in, Microsoft's keys, conversations and the endpoint, one by one" },
    ],
    options: { config, json },
    positionals: true,
    about: `Proves one thing after the other, each with its remedy. Slack: the secrets, the bot token, its scopes, each channel of the configuration
(a message is posted there and deleted again), and that Slack reaches this machine by Socket Mode. Teams: the secret or certificate, the log-in at Entra,
the keys by which Teams' requests are judged, each conversation of the configuration (a message is posted, edited and removed), and that the bot listens.`,
    examples: ['countersign send-test slack', 'countersign send-test teams'],
  },
} as const satisfies Record<string, CommandLine>

export type CommandName = keyof typeof COMMANDS

export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word)
}
