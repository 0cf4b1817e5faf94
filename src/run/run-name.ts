/** Names of runs, `R-7`, as people write them: the one reader for every place in which one is typed. */

/** As the engine names runs, and as buttons, logs and commands carry them. */
export const RUN_NAME = /^R-[1-9]\d{0,8}$/

/** The run that the whole of `written` names: `R-7`, `r‑07`, `«R-7»`, `run R-7:`, `#7`, `７`. Undefined where it names none. */
export function readRunName(written: string): string | undefined {
  const read = leadingRun(written)
  return read !== undefined && 'run' in read && read.rest === '' ? read.run : undefined
}

export type LeadingRun =
  /** `exact`: written out with its letter and a dash, so that nothing else can be meant. `inSentence`: a number alone. */
  | { run: string; written: 'exact' | 'loose' | 'bare'; rest: string }
  /** It begins as the name of a run does, and is none. */
  | { unread: string }

/** The run that a line of free text begins with; undefined where it begins with nothing that could be taken for one. */
export function leadingRun(text: string): LeadingRun | undefined {
  const characters = Array.from(text.trim())
  const read = characters.map((character) => character.normalize('NFKC').replace(/\p{Dash}/gu, '-'))
  const plain = read.join('')
  const named = NAMED.exec(plain)
  const [whole = '', word = '', letter = '', digits = ''] = named ?? []
  const run = `R-${digits.replace(/^0+/, '')}`
  if (named !== null && RUN_NAME.test(run) && !/^\p{N}/u.test(plain.slice(whole.length))) {
    const written = /^r-$/i.test(letter) ? 'exact' : word === '' && letter === '' && !whole.includes('#') ? 'bare' : 'loose'
    return { run, written, rest: after(characters, read, whole.length).trim() }
  }
  return LIKE.test(plain) ? { unread: /\S+/.exec(plain.replace(/^run\s+/i, ''))?.[0] ?? plain } : undefined
}

/** What follows the first `length` characters as they were read, as it was written. */
function after(characters: readonly string[], read: readonly string[], length: number): string {
  let used = 0
  for (let sum = 0; used < characters.length && sum < length; used++) sum += read[used]?.length ?? 0
  return characters.slice(used).join('')
}

/** Between its parts, and around them, may stand whatever is neither letter nor digit. */
const BETWEEN = String.raw`[^\p{L}\p{N}]*`
const WORD = String.raw`run(?![\p{L}\p{N}])${BETWEEN}`
const NAMED = new RegExp(String.raw`^${BETWEEN}(${WORD})?(r${BETWEEN})?(\d+)(?![\p{L}\p{N}])[^\p{L}\p{N}\s]*`, 'iu')
/** A letter R with a number or a dash after it, or a number of any script. */
const LIKE = new RegExp(String.raw`^${BETWEEN}(?:${WORD})?(?:r(?:${BETWEEN}\p{N}|\s*-)|\p{N})`, 'iu')
