/** One text out of a document, the documents that it includes and the rules that it cites: what a run is of, what a worker holds, what the fingerprint covers. */
import { LONGEST_DOCUMENT } from '../../text/bounds.ts'
import { collectNames } from '../document/names-in-scope.ts'
import { readOutline, type Fence, type Outline, type Section } from '../document/outline.ts'
import { readFrontMatter } from '../document/read-front-matter.ts'
import { draftProcedure } from '../document/read-procedure.ts'
import { readStep, type StepDraft } from '../document/read-step.ts'
import { fileOf, RULES_FILE, type Beside, type DocumentText, type IncludeFault, type Origin, type WrittenOut } from './beside.ts'
import { includedNames, type Ours } from './included-names.ts'
import { readRules, type Rule } from './read-rules.ts'
import { ruleNames } from './rule-names.ts'

/** An included document may include another one, and so on. */
const DEEPEST = 4

/** A line with its end, and where it is from. */
type Line = [text: string, origin: Origin]

/** Documents that include nothing and cite nothing are what they are. `path`: the ids of those that include this one. */
export function writeOut({ file, text }: DocumentText, beside: Beside, path: readonly string[] = []): WrittenOut {
  if (!/include|rule|report|with=/.test(text) || !text.isWellFormed() || text.length > LONGEST_DOCUMENT) return { text, faults: [] }
  const outline = readOutline(text, () => undefined)
  const faults = stolenForms(outline).map((fault) => ({ file, ...fault }))
  const head = readFrontMatter(outline.frontMatter, () => undefined)
  const steps = outline.sections.map((section, index) => readStep(section, index + 1, () => undefined))
  const report = (line: number, fault: IncludeFault): void => void faults.push({ file, line, fault })
  const parameters = head.parameters ?? []
  const ours: Ours = { parameters, names: collectNames(parameters, steps, () => undefined), lock: head.lock ?? '' }
  const lines = linesOf(text).map((line, index): Line => [line, { file, line: index + 1 }])
  const rules = steps.some(citesRules) ? rulesBeside(beside) : undefined
  const written: Line[] = lines.slice(0, (outline.sections[0]?.line ?? lines.length + 1) - 1)
  const times = new Map<string, number>()
  for (const [index, step] of steps.entries()) {
    const section = outline.sections[index]
    if (section === undefined) continue
    const own = lines.slice(section.line - 1, (outline.sections[index + 1]?.line ?? lines.length + 1) - 1)
    const { include } = step.options
    if (include !== undefined) {
      const time = (times.get(include) ?? 0) + 1
      times.set(include, time)
      written.push(...(includedLines({ file, step, section, own, time, path }, ours, beside, report) ?? own))
    } else {
      const at = citesRules(step) ? ruleLines(step, rules, ours, report) : undefined
      const end = at === undefined ? 0 : endOfOptions(section) - section.line + 1
      written.push(...own.slice(0, end), ...(at ?? []), ...own.slice(end))
    }
  }
  return { text: written.map(([line]) => line).join(''), origins: written.map(([, origin]) => origin), faults }
}

interface Including {
  file: string
  step: StepDraft
  section: Section
  own: Line[]
  /** Which time, from 1, this document includes that one. */
  time: number
  path: readonly string[]
}

type Report = (line: number, fault: IncludeFault) => void

/** The steps of the included document in the place of this one; undefined, with the reasons, where they cannot stand there. */
function includedLines(
  { file, step, section, own, time, path }: Including,
  ours: Ours,
  beside: Beside,
  report: Report,
): Line[] | undefined {
  const { include: id = '', with: _with, when, ...others } = step.options
  const line = step.lineOf('include')
  const chain = [...path, fileOf(file).replace(/\.md$/, ''), id]
  for (const key of Object.keys(others)) report(step.lineOf(key as keyof typeof others), { is: 'beside-include', key })
  for (const block of step.blocks) report(block.line - 1, { is: 'block-beside-include' })
  const found = beside.get(`${id}.md`)
  if (found !== undefined && `${id}.md` === RULES_FILE) {
    report(line, { is: 'include-of-rules' })
    return undefined
  }
  if (found === undefined) {
    const known = [...beside.keys()].filter((name) => name !== RULES_FILE && name !== fileOf(file)).map((name) => name.replace(/\.md$/, ''))
    report(line, { is: 'no-such-document', name: id, known })
    return undefined
  }
  if (chain.indexOf(id) < chain.length - 1) {
    report(line, { is: 'include-circle', path: chain.slice(chain.indexOf(id)) })
    return undefined
  }
  if (path.length >= DEEPEST) {
    report(line, { is: 'include-deep', most: DEEPEST })
    return undefined
  }
  const inner = writeOut(found, beside, chain.slice(0, -1))
  const draft = draftProcedure(found.file, inner.text)
  // Of a document that is good where it stands alone, this is not its fault.
  const way = inner.faults.find(({ fault }) => fault.is === 'include-circle' || fault.is === 'include-deep')
  if (way !== undefined) {
    report(line, way.fault)
    return undefined
  }
  const count = inner.faults.length + (inner.faults.length > 0 ? 0 : draft.faults.length)
  if (count > 0) {
    report(line, { is: 'included-faulty', file: found.file, count })
    return undefined
  }
  const names = includedNames(step, { id, time, draft }, ours, report)
  if (names === undefined) return undefined
  const conditions = (when ?? []).map(({ name, tests }) => [name, tests.equals ?? tests])
  const fence = [
    '```yaml included',
    `from: ${id}`,
    `names: ${JSON.stringify(names)}`,
    ...(conditions.length === 0 ? [] : [`when: ${JSON.stringify(Object.fromEntries(conditions))}`]),
    '```',
  ]
  const at = (written: string): Line => [`${written}\n`, { file, line }]
  const texts = linesOf(inner.text)
  const sections = draft.outline?.sections ?? []
  return sections.flatMap((each, index): Line[] => {
    const until = sections[index + 1]?.line ?? texts.length + 1
    const origin = (number: number): Origin => inner.origins?.[number - 1] ?? { file: found.file, line: number }
    const body = texts.slice(each.body - 1, until - 1).map((written, offset): Line => [ended(written), origin(each.body + offset)])
    const prose = index === 0 ? proseLines(section, own) : []
    const title: Line = [`## ${section.title}: ${each.title}\n`, origin(each.line)]
    return [title, at(''), ...fence.map(at), at(''), ...prose, at(''), ...body]
  })
}

/** What the including step says, before what the first included one says. */
function proseLines({ line, body, fences }: Section, own: readonly Line[]): Line[] {
  const isFence = (number: number): boolean =>
    fences.some((fence) => number >= fence.line && number <= fence.line + linesOf(fence.text).length + 1)
  return own
    .slice(body - line)
    .filter((_, index) => !isFence(body + index))
    .map(([text, origin]) => [ended(text), origin])
}

/** The blocks of the rules that this step cites; `undefined` where it cannot be said which. */
function ruleLines(step: StepDraft, rules: Rules | undefined, ours: Ours, report: Report): Line[] | undefined {
  const { rules: conditions = [], report: reported = [] } = step.options
  return [...conditions, ...reported].flatMap((cited): Line[] => {
    if (rules === undefined) {
      report(cited.line, { is: 'no-rules-file' })
      return []
    }
    const rule = rules.rules.find(({ id }) => id === cited.rule)
    if (rule === undefined) {
      report(cited.line, {
        is: 'no-such-rule',
        name: cited.rule,
        known: [...new Set(rules.rules.map(({ id }) => id))].filter((each) => each !== ''),
      })
      return []
    }
    if (rules.faulty) {
      report(cited.line, { is: 'rules-faulty', file: rules.file })
      return []
    }
    const names = ruleNames(rule, cited, step, ours, report)
    return names === undefined
      ? []
      : rule.fences.flatMap((fence) => blockLines(fence, reported.includes(cited) ? 'read' : 'before', rule, names, rules.file))
  })
}

/** Of a rule that is reported, what it answers is recorded, as any `read` is. */
function blockLines(fence: Fence, role: 'read' | 'before', { id }: Rule, names: Record<string, string>, file: string): Line[] {
  const [language = '', , ...settings] = fence.info.trim().split(/\s+/)
  const info = [language, role, ...settings].map((word) =>
    word.replace(/^(on=|database=@)(.+)$/, (_, key: string, name: string) => `${key}${names[name] ?? name}`),
  )
  const ticks = '`'.repeat(Math.max(3, ...[...fence.text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  const pairs = Object.entries(names).map(([theirs, name]) => `${theirs}:${name}`)
  return [
    ['\n', { file, line: fence.line }],
    [`${ticks}${info.join(' ')} rule=${id} with=${pairs.join(',')}\n`, { file, line: fence.line }],
    ...linesOf(fence.text).map((text, index): Line => [ended(text), { file, line: fence.line + 1 + index }]),
    [`${ticks}\n`, { file, line: fence.line }],
  ]
}

function citesRules({ options: { rules, report } }: StepDraft): boolean {
  return rules !== undefined || report !== undefined
}

interface Rules {
  file: string
  rules: readonly Rule[]
  faulty: boolean
}

/** Of each file of rules that was read: every document that cites one asks for it. */
const READ = new WeakMap<DocumentText, Rules>()

function rulesBeside(beside: Beside): Rules | undefined {
  const found = beside.get(RULES_FILE)
  if (found === undefined) return undefined
  const known = READ.get(found)
  if (known !== undefined) return known
  const { rules, faults } = readRules(found.text)
  const read = { file: found.file, rules, faulty: faults.length > 0 }
  READ.set(found, read)
  return read
}

/** What only the program writes: in a file it would name another's names, or a rule that is none. */
function stolenForms({ intro, sections }: Outline): { line: number; fault: IncludeFault }[] {
  return [intro, ...sections].flatMap(({ fences }) =>
    fences.flatMap(({ info, line }) => {
      const words = info.trim().split(/\s+/)
      const stolen = words[0] === 'yaml' ? words.find((word) => word === 'included') : words.find((word) => /^(rule|with)=/.test(word))
      return stolen === undefined ? [] : [{ line, fault: { is: 'written-by-program' as const, written: stolen } }]
    }),
  )
}

/** The last line of the fence of options. */
function endOfOptions({ fences, line }: Section): number {
  const options = fences.find(({ info }) => info.trim() === 'yaml')
  return options === undefined ? line : options.line + linesOf(options.text).length + 1
}

/** Each with its end. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)|(?<=\r)(?!\n)/)
}

function ended(line: string): string {
  return /[\r\n]$/.test(line) ? line : `${line}\n`
}
