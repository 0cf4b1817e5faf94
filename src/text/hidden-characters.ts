/** Characters that people do not see as what they are: what is shown must be what is sent. */

export interface HiddenCharacter {
  /** `U+200B` */
  code: string
  /** Which character of the text it is, from 1. */
  at: number
}

/**
 * The first character that is hidden, or looks like another: everything that Unicode calls other or a separator (but blank, tab and line ends),
 * what may be left out when a text is drawn, and a mark that sits on something else than a letter.
 */
export function findHidden(text: string): HiddenCharacter | undefined {
  return firstOf(text, EXACT)
}

/** As `findHidden`, in words that are shown: what stays in them when they are shown is let pass. */
export function findHiddenInWords(text: string): HiddenCharacter | undefined {
  return firstOf(text, SHOWN)
}

/** As `findHiddenInWords`, in prose: blanks of all kinds, and what languages need between their words, are let pass as well. */
export function findHiddenInProse(text: string): HiddenCharacter | undefined {
  return firstOf(text, PROSE)
}

/** The text with every hidden character as its code, `⟨U+200B⟩`; what a picture or a joining script needs stays as it is. */
export function showHidden(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(made(SHOWN), (whole, hidden?: string) => (hidden === undefined ? whole : `⟨${codeOf(hidden)}⟩`))
}

/** `U+200B at column 14 is not seen as what it is` */
export function sayHidden({ code, at }: HiddenCharacter): string {
  return `${code} at column ${at} is a character that is not seen as what it is`
}

export const ADVICE = 'type it by hand instead of pasting it'

function firstOf(text: string, pattern: string): HiddenCharacter | undefined {
  if (PLAIN.test(text)) return undefined
  for (const { 1: hidden, index } of text.matchAll(made(pattern))) {
    if (hidden !== undefined) return { code: codeOf(hidden), at: Array.from(text.slice(0, index)).length + 1 }
  }
  return undefined
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A carriage return is one only before its line feed. The blank pattern of Braille is blank by its picture alone: no property says so. */
const HIDDEN = String.raw`([[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]--[\t\r\n ]]|\r(?!\n)|(?<![\p{L}\p{M}])\p{M})`
/** Pictures that are drawn as one with all that holds them together, and signs that are to be drawn as text. */
const PICTURE = String.raw`\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0e`
/** Between letters of scripts in which they change what is seen. */
const JOINING = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]`
const JOINER = String.raw`(?<=${JOINING})[\u200c\u200d](?=${JOINING})`
/** Beside letters that are written from the right. */
const FROM_RIGHT = String.raw`[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]`
const DIRECTION = String.raw`(?<=${FROM_RIGHT})\p{Bidi_Control}|\p{Bidi_Control}(?=${FROM_RIGHT})`
/** Where words are not parted by blanks. */
const UNPARTED = String.raw`[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`
const BREAK = String.raw`(?<=${UNPARTED})\u200b(?=${UNPARTED})`

/** Seen as what they are, and none of them hides another. */
const SEEN = String.raw`[[\t\n -~\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]`
/** Where something may be found: at any other place the text would be compared in vain with every picture that there is, which costs a hundred times more. */
const ODD = String.raw`(?=[^[${SEEN}--[[\p{Emoji}\p{Extended_Pictographic}]--[ -~]]]]|[#*0-9]\ufe0f)`

/** Nearly every line is of these alone. */
const PLAIN = new RegExp(`^${SEEN}*$`, 'v')
const EXACT = HIDDEN
const SHOWN = `${ODD}(?:${PICTURE}|${JOINER}|${HIDDEN})`
const PROSE = `${ODD}(?:${PICTURE}|${JOINER}|${DIRECTION}|${BREAK}|\\p{Zs}|${HIDDEN})`
/** Made when the first text is odd: it costs a start 40 ms, and most programs come to none. */
const MADE: Record<string, RegExp> = {}
const made = (source: string): RegExp => (MADE[source] ??= new RegExp(source, 'gv'))
