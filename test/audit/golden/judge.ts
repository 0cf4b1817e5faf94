/** Says of every golden log of today what the program in a folder makes of it, and whether it still takes a document: `node judge.ts FOLDER DOCUMENT`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { judgeDocument } from '../../../src/lint/judge-document.ts'
import type { RULES_VERSION } from '../../../src/audit/rules.ts'
import type { verifyText } from '../../../src/audit/verify.ts'

const [folder = '', document = ''] = process.argv.slice(2)
const from = async <M>(file: string): Promise<M> => (await import(join(folder, 'src', file))) as M
const { verifyText: verify } = await from<{ verifyText: typeof verifyText }>('audit/verify.ts')
const { RULES_VERSION: rules } = await from<{ RULES_VERSION: typeof RULES_VERSION }>('audit/rules.ts')
const { judgeDocument: judge } = await from<{ judgeDocument: typeof judgeDocument }>('lint/judge-document.ts')

const golden = join(import.meta.dirname, `rules-${rules}`)
const keys = JSON.parse(readFileSync(join(golden, 'keys.json'), 'utf8')) as Parameters<typeof verify>[1]
const logs = readdirSync(golden).filter((name) => name.endsWith('.jsonl'))
const verdicts = logs.map((log) => verify(readFileSync(join(golden, log), 'utf8'), keys).verdict)
const judged = judge('document.md', readFileSync(document, 'utf8'))
process.stdout.write(
  JSON.stringify({ verdicts: [...new Set(verdicts)], logs: logs.length, faults: 'faults' in judged ? judged.faults : [] }),
)
