/** A document in which everything is as long as the loader lets it be, and longer than any card holds. */
import type { ScalarType } from '../../../src/procedure/procedure.ts'

/** Names stand in the log, which takes so many characters. */
export const LONGEST_NAME = 300

/** An entry has 256 KB: not everything can be of the greatest length at once, so each document makes much of one thing. */
export const MUCH = {
  values: { texts: 3, ask: 400, choices: 101, lines: 3, steps: 0 },
  statements: { texts: 0, ask: 30, choices: 2, lines: 220, steps: 0 },
  steps: { texts: 0, ask: 30, choices: 2, lines: 3, steps: 65 },
} as const
/** A choice may have 200 characters. */
const LONGEST_CHOICE = 189
/** As long as a group's name may be is longer than a policy of several fits into an entry. */
const GROUP = `on-call-${'x'.repeat(150)}`

/** `fill`: what prose, names and values are made of: `Ж`, `가`, `&`. */
export function longestDocument(fill: string, much: keyof typeof MUCH): { id: string; text: string } {
  const { texts, ask: asked, choices, ...most } = MUCH[much]
  const [lines, more] = [most.lines, most.steps].map((count) => Math.ceil(count / widthOf(fill))) as [number, number]
  const name = (words: string): string => `${words} ${filled(fill, LONGEST_NAME)}`.slice(0, LONGEST_NAME)
  const ask = (words: string): string => JSON.stringify(`${words} ${filled(fill, asked)}?`)
  const head = [
    '---',
    `command: /${'practise-the-longest-of-all-verb'.slice(0, 31)} ${'words-of-a-command '.repeat(20).trim()}`,
    `title: ${JSON.stringify(name('The longest'))}`,
    'policy: disaster-recovery',
    'lock: longest/{database}',
    'parameters:',
    `  database: { type: database, ask: ${ask('Which database')} }`,
    `  backup: { type: sql-server, ask: ${ask('Which server')} }`,
    `  shell: { type: powershell, ask: ${ask('Which shell')} }`,
    `  servers: { type: list of sql-server, ask: ${ask('Which servers')} }`,
    `  kind: { type: choice, ask: ${ask('Which kind')}, choices: [${Array.from({ length: choices }, (_, n) => JSON.stringify(`${n} ${filled(fill, 60)}`)).join(', ')}] }`,
    ...Array.from(
      { length: Math.ceil(texts / widthOf(fill)) },
      (_, n) => `  ${'text'.padEnd(60, 'x')}${n}: { type: text, ask: ${ask('What else')} }`,
    ),
    '---',
    '',
    filled(fill, 300),
    '',
  ]
  const steps = [
    step(name('Look'), fill, ['captures:', '  files: list of path'], READ),
    step(name('Ring'), fill, [
      'confirm:',
      `  ask: ${ask('Ring the carrier')}`,
      `  choices: [${['done', 'not needed'].map((choice) => JSON.stringify(`${choice} ${filled(fill, LONGEST_CHOICE).slice(0, LONGEST_CHOICE)}`)).join(', ')}]`,
    ]),
    step(name('Stop'), fill, ['gate: disaster-recovery', 'one-way: true', 'settle: 30s'], BEFORE, runBlock(fill, lines), CHECK),
    step(name('Apply'), fill, ['each: file of files', 'settle: 5s', 'repeatable: true'], EACH_RUN, EACH_CHECK),
    step(name('Switch'), fill, ['gate: disaster-recovery', 'one-way: true', 'settle: 10s'], SHELL_RUN, SHELL_CHECK),
    ...Array.from({ length: more }, (_, n) => step(name(`More ${n}`), fill, [], SHELL_RUN, SHELL_CHECK)),
  ]
  return { id: `longest-${much}-${'x'.repeat(200)}`, text: [...head, ...steps].join('\n') }
}

/** The longest value of a type that a loader takes. */
export function longestValue(of: ScalarType, fill: string, n = 0): string {
  switch (of) {
    case 'text':
      return `${n} ${filled(fill, 4000)}`.slice(0, 4000).trim()
    case 'fqdn':
      return `${n}${`.${'a'.repeat(61)}`.repeat(4)}`.slice(0, 250)
    case 'ip':
      return `2001:db8:${n}:aaaa:bbbb:cccc:dddd:eeee`
    case 'url':
      return `https://${n}.contoso.com/${'a'.repeat(3900)}`
    case 'email':
      return `${n}${'a'.repeat(60)}@${'a'.repeat(61)}.${'a'.repeat(61)}.com`
    case 'instant':
      return `2026-11-29T03:00:${String(n % 60).padStart(2, '0')}.123Z`
    case 'login':
      return `CONTOSO\\${n}${'a'.repeat(100)}`
    case 'secret':
      return `s${n}${'a'.repeat(60)}`.slice(0, 63)
    case 'path':
      return `D:\\${n}\\${filled(/[<>:|?*]/.test(fill) ? 'p' : fill, 250)}`.slice(0, 259)
    case 'database':
      return `${n}${filled(fill, 128)}`.slice(0, 128).trim()
    case 'integer':
      return `9007199254740${n % 10}`
    case 'boolean':
      return 'yes'
    case 'duration':
      return '8000h'
    case 'choice':
      return ''
    case 'sql-server':
      return n % 2 === 0 ? 'SEC' : 'SECM'
    case 'powershell':
      return 'management'
  }
}

export const LONG_GROUPS = Array.from({ length: 6 }, (_, n) => `${GROUP}-${n}`)

function step(title: string, fill: string, options: string[], ...blocks: string[]): string {
  const yaml = options.length === 0 ? '' : `\`\`\`yaml\n${options.join('\n')}\n\`\`\`\n`
  return `## ${title}\n\n${filled(fill, 50)}\n\n${yaml}\n${blocks.join('\n')}`
}

function filled(fill: string, characters: number): string {
  return fill.repeat(Math.ceil(characters / fill.length))
}

/** Bytes of a character. */
function widthOf(fill: string): number {
  return Buffer.byteLength(fill) / fill.length
}

const READ =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
const CHECK = "```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = N'x';\n```\n"
const BEFORE = "```sql before on=backup\nSELECT ok = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = N'x';\n```\n"
const EACH_RUN = '```sql run on=backup\nRESTORE LOG @database FROM DISK = @file WITH NORECOVERY;\n```\n'
const EACH_CHECK = '```sql check on=backup\nSELECT done = CASE WHEN DB_ID(@database) IS NULL THEN 0 ELSE 1 END, detail = @file;\n```\n'
const SHELL_RUN = '```powershell run on=shell\nSet-Thing -Identity $database\n```\n'
const SHELL_CHECK = "```powershell check on=shell\n@{ Done = ($database -eq 'x'); Detail = 'x' }\n```\n"

function runBlock(fill: string, lines: number): string {
  const comment = Array.from({ length: lines }, (_, n) => `-- ${n} ${filled(fill, 150)}`).join('\n')
  return `\`\`\`sql run on=backup\n${comment}\nRESTORE DATABASE @database WITH RECOVERY;\n\`\`\`\n`
}
