/** What `--help` prints. */

export const HELP = `countersign: documented procedures, countersigned by two people, executed step by step.

  countersign init DIR [--practice]        writes an installation to begin with, commented
  countersign start                        the bot: conversations, gates, engine, console
  countersign worker NAME [--init]         one worker; --init makes its key and prints what the configuration needs
  countersign check [--live DOC NAME=…]    documents, policies, people, configuration: every fault
  countersign plan DOC NAME=VALUE …        the resolved plan and its fingerprint, without starting it
  countersign grants [sql|powershell]      the rights that log-ins and endpoints need for the documents
  countersign runs                         active and recent runs
  countersign settle [R-n --reason …]      runs that were lost with the engine's store; says what became of one
  countersign audit verify FILE --keys K   decide a log again and say whether it is intact
  countersign audit export R-n             the log of a run, and the public keys
  countersign manifest slack               writes manifest/slack.yaml; --check says whether it is out of date
  countersign send-test slack              proves tokens, scopes, channels and Socket Mode, one by one

Every command takes --config FILE (countersign.yaml) and --help. Exit code 0: done; 1: refused or failed; 2: the command line is wrong.
`

const DETAILS: Record<string, string> = {
  init: `countersign init DIR [--practice]

Writes a configuration, people, a policy and a procedure to begin with, each with comments, and the key of one worker. Nothing that stands there is changed:
where one of the files does, nothing is written.
Without --practice its console only reads, and people speak in Slack. With it, people are chosen on the console: to try documents before Slack is set up.

  countersign init ../contoso
  countersign init ../contoso-trial --practice
`,
  start: `countersign start [--config FILE]

Starts the bot and its engine. Ends on SIGINT or SIGTERM; runs go on where they were at the next start.

  countersign start
  countersign start --config /etc/countersign/countersign.yaml
`,
  worker: `countersign worker NAME [--config FILE] [--init]

Starts the worker of that name, as the configuration describes it. It executes orders of the engine for the targets of its site.

  countersign worker dc2-a --init          makes the key, prints the line for the configuration
  countersign worker dc2-a
`,
  check: `countersign check [--config FILE] [--json]
countersign check --live DOC NAME=VALUE … [--config FILE] [--json]

Reads every document, policy, the people and the configuration and prints every fault as file:line: what is wrong; what to do.
With --live it also runs each read, before and check of one document against its targets (nothing is changed) and reports what cannot be told.

  countersign check
  countersign check --live failover-persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM
`,
  plan: `countersign plan DOC NAME=VALUE … [--config FILE] [--rehearse] [--json]

Prints the plan that these values resolve to and its fingerprint. Nothing is started.
--rehearse prints the plan of a rehearsal of it, which has another fingerprint: see "Rehearsing" in docs/procedures.md.

  countersign plan failover-persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM files=sec-host shell=management \\
    mirrorShare='\\\\sqlb1.contoso.com\\csdatabackup' activeServers=pc5.contoso.com,pc6.contoso.com
`,
  grants: `countersign grants [sql|powershell] [--config FILE]

Prints what the documents take, and no more, each line with the blocks that take it. sql: for every target of SQL Server a script for sqlcmd, with the GRANTs of the
log-in that acts and of the one that looks. powershell: two role capabilities for a JEA endpoint, one that acts and one that looks. Read it before you run it.

  countersign grants sql > grants.sql
  countersign grants powershell
`,
  runs: `countersign runs [--config FILE] [--json]

Lists active and recent runs of the bot that is running with this configuration.

  countersign runs --json
`,
  settle: `countersign settle [--config FILE]
countersign settle R-n --reason "…" [--config FILE]

Lists the runs whose audit files have no end and which the engine does not know: its store was lost. What they protect is begun by no other run until somebody
has looked at what they did and says what became of them. It is written beside the audit file, with your account on this machine, and shown in the run's conversation.

  countersign settle
  countersign settle R-7 --reason "mgc was recovered by hand on SQLB1, the run had restored it; checked with Carol"
`,
  audit: `countersign audit verify FILE --keys KEYS [--json]
countersign audit export R-n [--out DIR] [--config FILE]

verify decides every command of the log again and compares every byte. Exit code 0: intact; 3: incomplete; 4: altered at entry n; 5: cannot be judged, because
other rules than this release's decided it (the answer names the release that can); 2: unreadable.
export writes R-n.jsonl and keys.json into DIR, the current folder where nothing is said.

  countersign audit export R-1 --out .
  countersign audit verify R-1.jsonl --keys keys.json
`,
  manifest: `countersign manifest slack [--check] [--url URL] [--config FILE]

Writes manifest/slack.yaml beside the configuration, from the documents and from the methods that the code calls.
--check writes nothing and exits with 1 when the file is out of date. --url prints the manifest of an app that takes HTTP requests there.

  countersign manifest slack
  countersign manifest slack --url https://countersign.contoso.com/slack/events
`,
  'send-test': `countersign send-test slack [--config FILE] [--json]

Proves one thing after the other, each with its remedy: the secrets, the bot token, its scopes, each channel of the configuration
(a message is posted there and deleted again), and that Slack reaches this machine by Socket Mode.

  countersign send-test slack
`,
}

/** The help of one command. */
export function helpFor(command: string): string {
  return DETAILS[command] ?? HELP
}
