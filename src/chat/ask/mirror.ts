/** `/countersign mirror R-142 here`: the run is shown where this was typed, too. No other place can be named: whoever is there must have asked for it. */
import { leadingRun } from '../../run/run-name.ts'
import type { TypedWords } from '../../words/note-words.ts'

export interface Mirror {
  type: 'mirror'
  run: string
}

export function readMirror(rest: string, said: TypedWords): Mirror | { fault: string } {
  const read = leadingRun(rest)
  if (read === undefined || 'unread' in read) {
    const [word = ''] = rest.trim().split(/\s+/)
    return { fault: word === '' || isHere(word) ? said.mirrorWhich : said.noRunName(word) }
  }
  const { run, rest: place } = read
  return place === '' || isHere(place) ? { type: 'mirror', run } : { fault: said.mirrorElsewhere({ run, place }) }
}

function isHere(word: string): boolean {
  return /^here[^\p{L}\p{N}]*$/iu.test(word)
}
