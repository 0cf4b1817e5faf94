/** A Markdown document cut into front matter, introduction and `##` sections, before anything in them is understood. */
import type { Code, Heading, Node, Nodes, RootContent } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { DocumentReport } from './document-fault.ts'

export interface Fence {
  /** Everything after the back-ticks. */
  info: string
  text: string
  /** Line of the opening fence; the code begins one below. */
  line: number
}

export interface Section {
  title: string
  line: number
  /** The first line below the heading. */
  body: number
  prose: string
  fences: Fence[]
  /** Something in it looks like a block and is none, which is reported. */
  lost?: true
  /** What stands below headings of the third level; `prose` and `fences` hold all of it too, in the order of the text. */
  sections: Section[]
}

export interface Outline {
  frontMatter?: { text: string; line: number }
  intro: Section
  sections: Section[]
}

const MARKDOWN = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).freeze()

/** Reads the outline. Whatever could hide a block from people, or look like one without being one, is reported. */
export function readOutline(text: string, report: DocumentReport): Outline {
  const lines = text.split(/\r\n|\r|\n/)
  const outline: Outline = { intro: emptySection('', 1, 1), sections: [] }
  let section = outline.intro
  let within = [section]
  for (const node of MARKDOWN.parse(text).children) {
    if (node.type === 'yaml') {
      outline.frontMatter = { text: node.value, line: lineOf(node) + 1 }
    } else if (node.type === 'heading' && node.depth === 2) {
      section = headed(node)
      within = [section]
      outline.sections.push(section)
    } else if (node.type === 'code' && !isProperFence(node, lines, report)) {
      for (const each of within) each.lost = true
    } else if (node.type === 'code' && !/^text\s*$/.test(infoOf(node))) {
      for (const each of within) each.fences.push({ info: infoOf(node), text: node.value, line: lineOf(node) })
    } else {
      refuseHidden(node, report, within)
      if (node.type === 'heading' && node.depth === 3) {
        const below = headed(node)
        section.sections.push(below)
        within = [section]
        addProse(within, slice(node, text))
        within = [section, below]
      } else addProse(within, slice(node, text))
    }
  }
  return outline
}

function headed(node: Heading): Section {
  return emptySection(plainText(node).trim(), lineOf(node), (node.position?.end.line ?? lineOf(node)) + 1)
}

function emptySection(title: string, line: number, body: number): Section {
  return { title, line, body, prose: '', fences: [], sections: [] }
}

function addProse(sections: readonly Section[], words: string): void {
  for (const section of sections) section.prose = [section.prose, words].filter((part) => part !== '').join('\n\n')
}

/** A fence that is closed and stands at the left margin; everything else that Markdown calls code is reported. */
function isProperFence(node: Code, lines: string[], report: DocumentReport): boolean {
  const line = lineOf(node)
  const opening = /^ {0,3}(`{3,}|~{3,})/.exec(lines[line - 1] ?? '')?.[1]
  if (opening === undefined) {
    report(line, { is: 'unfenced-code' })
    return false
  }
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[(node.position?.end.line ?? line) - 1] ?? '')?.[1]
  if (node.position?.end.line === line || closing === undefined || !closing.startsWith(opening)) {
    report(line, { is: 'open-fence', opening })
    return false
  }
  return true
}

/** Refuses a title of the first level, code inside lists and quotations, and raw HTML anywhere below the node. */
function refuseHidden(node: Nodes, report: DocumentReport, within: readonly Section[]): void {
  if (node.type === 'heading' && node.depth === 1) report(lineOf(node), { is: 'heading-of-first-level' })
  if (node.type === 'html') report(lineOf(node), { is: 'html' })
  for (const child of 'children' in node ? (node.children as RootContent[]) : []) {
    if (child.type === 'code' && infoOf(child) !== 'text') {
      report(lineOf(child), { is: 'hidden-block' })
      for (const each of within) each.lost = true
    }
    refuseHidden(child, report, within)
  }
}

function infoOf(node: Code): string {
  return [node.lang, node.meta].filter((part) => typeof part === 'string').join(' ')
}

function plainText(node: Heading | RootContent): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : ''
}

function slice(node: Node, text: string): string {
  return text.slice(node.position?.start.offset, node.position?.end.offset)
}

function lineOf(node: Node): number {
  return node.position?.start.line ?? 1
}
