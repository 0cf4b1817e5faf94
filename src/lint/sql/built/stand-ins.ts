/** What stands in a built text for what is put into it when it runs. */
import { sqlTokens } from '../tokens.ts'
import type { SqlToken } from '../tokens.ts'
import { isSymbol } from '../words.ts'

export const NAME_STAND_IN = '…name…'
export const NUMBER_STAND_IN = '86420'
export const TEXT_STAND_IN = '…text…'

export const WITHOUT_N = 'a text in it has no N before it, and its code page changes what it says'

/** How many of each were put in. */
export interface StandIns {
  names: number
  numbers: number
  texts: number
}

export function isNameStandIn(token: SqlToken | undefined): boolean {
  return token?.kind === 'name' && token.value === NAME_STAND_IN
}

/**
 * Why these do not stay what they are: brackets protect a name only where SQL reads a name, a number is one only where it stands alone, and
 * a text only where it is read as one that no code page changes. Undefined where all is well.
 */
export function whyNotApart(text: string, { names, numbers, texts }: StandIns): string | undefined {
  const { tokens, unclosed } = sqlTokens(text)
  const foundTexts = tokens.filter(({ kind, value }) => kind === 'string' && value === TEXT_STAND_IN)
  const foundNumbers = tokens.filter(
    ({ kind, value }, index) => kind === 'number' && value === NUMBER_STAND_IN && !isSymbol(tokens[index - 1], '-'),
  ).length
  if (unclosed !== undefined || tokens.filter(isNameStandIn).length !== names || foundNumbers !== numbers || foundTexts.length !== texts)
    return 'a name, a number or a text in it stands inside quotes, a comment or another word'
  if (foundTexts.some(({ raw }) => !/^n/i.test(raw))) return WITHOUT_N
  return undefined
}

/** Whether this piece ends all that it begins, so that nothing of it reaches into what is added behind it. */
export function endsItself(text: string): boolean {
  const { tokens, unclosed } = sqlTokens(`${text} ${NUMBER_STAND_IN}`)
  return unclosed === undefined && tokens.at(-1)?.value === NUMBER_STAND_IN
}
