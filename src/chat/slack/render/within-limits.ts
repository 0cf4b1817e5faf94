/** Texts made to fit before Slack's limits are near: what is left out is counted, so that nothing is lost without being said. */
import { cutLines, cutText, noCuts, type Cuts } from '../../card/budget.ts'
import { readable } from '../../readable.ts'
import { section, strong, type Block } from './block.ts'
import { fenced } from './text.ts'

/** As it will be shown: what is made visible of hidden characters counts as well. */
export function cutWords(words: string, limit: number, cuts: Cuts): string {
  return cutText(readable(words), limit, cuts)
}

/** Lines in as few sections as hold them. */
export function lineSections(lines: readonly string[]): Block[] {
  return packed(lines, 2400).map(section)
}

/** The same in bold. An escape can make five characters of one. */
export function strongLines(lines: readonly string[]): Block[] {
  return packed(lines, 550).map(strong)
}

/** Code of at most `limit` characters, cut between its lines so that it fits with its escapes. */
export function codeSection(text: string, limit: number, cuts: Cuts): Block {
  for (let most = limit; ; most = Math.floor(most * 0.8)) {
    const mine: Cuts = noCuts(cuts.words)
    const code = fenced(cutLines(readable(text), most, mine), Number.POSITIVE_INFINITY)
    if (code.length > LONGEST_CODE && most > 0) continue
    cuts.lines += mine.lines
    return { type: 'section', text: { type: 'mrkdwn', text: code, verbatim: true } }
  }
}

const LONGEST_CODE = 3000

function packed(lines: readonly string[], limit: number): string[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length + 1 > limit) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts
}
