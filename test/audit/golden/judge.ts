/**
 * Says of every golden log of today what the program makes of it, and whether it still takes a document: `node judge.ts DOCUMENT [N]`, of each Nth log. Standard input holds other texts for
 * files of the program, by path from the project's root, as JSON: they are read in place of what stands there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { judgeDocument } from '../../../src/lint/judge-document.ts'
import type { RULES_VERSION } from '../../../src/audit/rules.ts'
import type { verifyText } from '../../../src/audit/verify.ts'

const ROOT = join(import.meta.dirname, '../../..')
const [document = '', each = '1'] = process.argv.slice(2)
const others = new Map(
  Object.entries(JSON.parse(readFileSync(0, 'utf8')) as Record<string, string>).map(([file, text]) => [
    pathToFileURL(join(ROOT, file)).href,
    text,
  ]),
)
let changed = 0
registerHooks({
  load: (url, context, next) => {
    const source = others.get(url)
    if (source === undefined) return next(url, context)
    changed += 1
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
const from = async <M>(file: string): Promise<M> => (await import(join(ROOT, 'src', file))) as M
const { verifyText: verify } = await from<{ verifyText: typeof verifyText }>('audit/verify.ts')
const { RULES_VERSION: rules } = await from<{ RULES_VERSION: typeof RULES_VERSION }>('audit/rules.ts')
const { judgeDocument: judge } = await from<{ judgeDocument: typeof judgeDocument }>('lint/judge-document.ts')

const golden = join(import.meta.dirname, `rules-${rules}`)
const keys = JSON.parse(readFileSync(join(golden, 'keys.json'), 'utf8')) as Parameters<typeof verify>[1]
const logs = readdirSync(golden)
  .filter((name) => name.endsWith('.jsonl'))
  .filter((_, index) => index % Number(each) === 0)
const verdicts = logs.map((log) => verify(readFileSync(join(golden, log), 'utf8'), keys).verdict)
const judged = judge('document.md', readFileSync(document, 'utf8'))
process.stdout.write(
  JSON.stringify({ changed, verdicts: [...new Set(verdicts)], logs: logs.length, faults: 'faults' in judged ? judged.faults : [] }),
)
