/** What two people read is what runs: no character of a document that is not seen as what it is, and no code where nobody looks. */
import type { Report } from '../text/fault.ts'
import { ADVICE, findHidden, findHiddenInProse, sayHidden } from '../text/hidden-characters.ts'
import type { Fence, Outline } from '../procedure/document/outline.ts'

/** Nobody leaves so much between two words, or indents so far, except below what stands there in the line above. */
const MOST_BLANKS = 40
const MOST_EMPTY_LINES = 20
/** Wider than any window in which a document is read. */
const LONGEST_LINE = 300
const TAB = 8

/** `file` is the document's path. What stands in YAML is judged where it is read. */
export function checkCharacters(file: string, text: string, outline: Outline, report: Report): void {
  const name = file.replace(/^.*[\\/]/, '')
  const inName = findHidden(name)
  if (inName !== undefined) report(1, `the name of this file holds ${inName.code}, which is not seen as what it is`, 'rename it')
  const lone = text.search(/\r(?!\n)/)
  if (lone >= 0) report(linesOf(text.slice(0, lone)).length, 'a line ends with U+000D alone', 'end lines with a line feed')
  const lines = linesOf(text)
  const places = placesOf(lines.length, outline)
  let empty = 0
  for (const [index, written] of lines.entries()) {
    const place = places[index]
    const code = place === 'code'
    const hidden = place === 'yaml' ? undefined : (code ? findHidden : findHiddenInProse)(written)
    if (hidden !== undefined) report(index + 1, sayHidden(hidden), ADVICE)
    empty = code && written.trim() === '' ? empty + 1 : 0
    if (empty === MOST_EMPTY_LINES + 1)
      report(index + 1, `more than ${MOST_EMPTY_LINES} empty lines stand before what comes next in this block`, 'take them away')
    if (code) checkWidth(written, places[index - 1] === 'code' ? (lines[index - 1] ?? '') : '', index + 1, report)
  }
}

function checkWidth(written: string, above: string, line: number, report: Report): void {
  for (const { 0: blanks, index } of written.matchAll(/[ \t]+(?=\S)/g)) {
    const wide = widthOf(blanks)
    if (wide <= MOST_BLANKS || (index === 0 && wide < widthOf(above.trimEnd()))) continue
    const column = index + blanks.length + 1
    return report(line, `${wide} blanks stand before column ${column}, where nobody looks for more`, 'begin a new line there')
  }
  const { length } = Array.from(written)
  if (length > LONGEST_LINE)
    report(line, `this line of code has ${length} characters, and is not seen to its end`, `part it: ${LONGEST_LINE} at most`)
}

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, each) => sum + (each === '\t' ? TAB : 1), 0)
}

type Place = 'code' | 'yaml' | 'prose'

function placesOf(count: number, { frontMatter, intro, sections }: Outline): Place[] {
  const places = Array.from<Place>({ length: count }).fill('prose')
  if (frontMatter !== undefined) places.fill('yaml', frontMatter.line - 1, frontMatter.line - 1 + linesOf(frontMatter.text).length)
  for (const fence of [intro, ...sections].flatMap(({ fences }) => fences)) {
    const first = fence.line
    places[first - 1] = 'code'
    places.fill(isYaml(fence) ? 'yaml' : 'code', first, first + linesOf(fence.text).length)
  }
  return places
}

function isYaml({ info }: Fence): boolean {
  return /^yaml\b/.test(info)
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}
