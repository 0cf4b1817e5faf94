import { notUnderstood, syntaxError } from './sql-error.ts'
import type { SqlError } from './sql-error.ts'
import { tokenize } from './tokenize.ts'
import type { Token } from './tokenize.ts'

/** A place in the tokens of a batch, with the looks ahead that a parser needs. Keywords are compared without case. */
export class TokenCursor {
  readonly text: string
  readonly #tokens: Token[]
  #at = 0

  constructor(text: string) {
    this.text = text
    this.#tokens = tokenize(text)
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!
  }

  next(): Token {
    const token = this.peek()
    if (this.#at < this.#tokens.length - 1) this.#at++
    return token
  }

  get mark(): number {
    return this.#at
  }

  reset(mark: number): void {
    this.#at = mark
  }

  atEnd(): boolean {
    return this.peek().kind === 'end'
  }

  atWord(...words: string[]): boolean {
    return words.every((word, index) => isWord(this.peek(index), word))
  }

  atAnyWord(words: ReadonlySet<string>): boolean {
    const token = this.peek()
    return token.kind === 'word' && words.has(token.text.toUpperCase())
  }

  atOp(op: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'op' && token.text === op
  }

  /** Takes the words when all of them stand here. */
  takeWord(...words: string[]): boolean {
    if (!this.atWord(...words)) return false
    for (let index = 0; index < words.length; index++) this.next()
    return true
  }

  takeOp(op: string): boolean {
    if (!this.atOp(op)) return false
    this.next()
    return true
  }

  expectWord(...words: string[]): void {
    for (const word of words) if (!this.takeWord(word)) throw this.unexpected()
  }

  expectOp(op: string): void {
    if (!this.takeOp(op)) throw this.unexpected()
  }

  /** An identifier: a plain word or a quoted name. */
  expectName(): string {
    const token = this.peek()
    if (token.kind !== 'word' && token.kind !== 'name') throw this.unexpected()
    return this.next().text
  }

  expectVariable(): string {
    if (this.peek().kind !== 'variable') throw this.unexpected()
    return this.next().text
  }

  unexpected(): SqlError {
    const token = this.peek()
    return syntaxError(token.kind === 'end' ? (this.#tokens[this.#tokens.length - 2]?.text ?? '') : token.text, token.line)
  }

  /** For what is T-SQL but beyond the stand-in; `from` is the token where the statement begins. */
  beyond(from: Token): SqlError {
    return notUnderstood(this.text.slice(from.start), from.line)
  }
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word
}
