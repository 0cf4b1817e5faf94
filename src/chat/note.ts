/** An answer in the terms of no platform. Everything in it is plain text: a renderer must not read Markdown or HTML into it. */
import type { AccountRefusal } from '../policy/account.ts'
import type { PlainRefusal } from '../run/facts/refusal.ts'
import type { Words } from '../words/words.ts'
import type { ButtonData } from './press.ts'

export interface Note {
  tone: 'ok' | 'info' | 'refused'
  title: string
  body: Piece[]
  /** To be saved by the person; `orElse`: a sentence, how they get it where it cannot be sent. */
  file?: { name: string; text: string; orElse: string }
}

export type Piece =
  | { type: 'text'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'code'; language: string; text: string }
  | { type: 'rows'; rows: { name: string; value: string }[] }
  /** A line that may be typed, with what it does. */
  | { type: 'command'; command: string; does: string }
  /** A button that does at once what it says; `data` as `readPress` takes it, with what was typed. */
  | { type: 'press'; run: string; label: string; data: ButtonData & Record<string, unknown> }

export function said(tone: Note['tone'], title: string, body: Piece[] = []): Note {
  return { tone, title, body }
}

/** How the button of a piece looks: what changes nothing calls for no attention. */
export function styleOf({ act }: ButtonData): 'default' | 'positive' | 'destructive' {
  if (act === 'older') return 'default'
  return act === 'answer' ? 'positive' : 'destructive'
}

export function paragraph(text: string): Piece {
  return { type: 'text', text }
}

/** To an account that is not known to be one person's. */
export function refusedNote(words: Words, refusal: AccountRefusal | PlainRefusal): Note {
  return said('refused', sayAccount(words, refusal))
}

export function sayAccount({ notes }: Words, refusal: AccountRefusal | PlainRefusal): string {
  return 'sentence' in refusal ? refusal.sentence : notes.account[refusal.code](refusal.facts)
}
