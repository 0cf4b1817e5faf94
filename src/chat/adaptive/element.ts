/**
 * The few elements of Adaptive Cards 1.5 that our cards are made of. Text is always a TextRun: hosts read Markdown into a
 * TextBlock and into the values of a FactSet, and read nothing into a TextRun. So nothing that people type can become a link.
 * Source: the public schema of Adaptive Cards 1.5, and Microsoft's notes on the formatting of cards in Teams.
 */
import { readable } from '../readable.ts'
import type { ButtonData } from '../press.ts'

type Colour = 'default' | 'accent' | 'good' | 'warning' | 'attention'
export type BoxStyle = 'default' | 'emphasis' | Colour

export interface TextRun {
  type: 'TextRun'
  text: string
  weight?: 'bolder'
  size?: 'small' | 'medium' | 'large'
  color?: Colour
  isSubtle?: true
  fontType?: 'monospace'
}

export type Element =
  | { type: 'RichTextBlock'; id?: string; inlines: TextRun[]; spacing?: Spacing; separator?: true }
  | { type: 'Container'; id?: string; style?: BoxStyle; items: Element[]; spacing?: Spacing; separator?: true; bleed?: true }
  | { type: 'ColumnSet'; columns: Column[]; spacing?: Spacing }
  /** Known to Teams and to our page; other hosts leave it out, and the percentage stands in the text as well. */
  | { type: 'ProgressBar'; id: string; value?: number; max: 100; color: 'accent'; fallback: 'drop' }
  | { type: 'ActionSet'; id: string; actions: Action[]; spacing?: Spacing }
  | InputElement

export interface Column {
  type: 'Column'
  width: 'auto' | 'stretch'
  items: Element[]
  verticalContentAlignment?: 'center'
}

interface InputBase {
  id: string
  label: string
  isRequired: boolean
  errorMessage?: string
  value?: string
  spacing?: Spacing
}

export type InputElement = InputBase &
  (
    | { type: 'Input.Text'; placeholder?: string; isMultiline?: true; style?: 'email' | 'url'; maxLength: number }
    | { type: 'Input.ChoiceSet'; choices: { title: string; value: string }[]; style: 'compact' }
  )

/** Asks for the card as the one who asks sees it; it changes nothing. */
export interface RefreshData {
  v: 1
  act: 'refresh'
  run: string
}

export type Action =
  | {
      type: 'Action.Execute'
      id: string
      title: string
      verb: string
      data: ButtonData | RefreshData
      style: 'default' | 'positive' | 'destructive'
      associatedInputs?: 'none'
      fallback: { type: 'Action.Submit'; title: string; data: ButtonData | RefreshData }
    }
  | {
      type: 'Action.ShowCard'
      id: string
      title: string
      style: 'default' | 'positive' | 'destructive'
      card: { type: 'AdaptiveCard'; body: Element[] }
    }
  | { type: 'Action.OpenUrl'; id: string; title: string; url: string }

type Spacing = 'none' | 'small' | 'medium' | 'large'

type Look = Omit<TextRun, 'type' | 'text'>

export function text(words: string, look: Look = {}): TextRun {
  return { type: 'TextRun', text: readable(words), ...look }
}

export function line(inlines: TextRun[], more: { spacing?: Spacing; id?: string; separator?: true } = {}): Element {
  return { type: 'RichTextBlock', inlines: inlines.filter((run) => run.text !== ''), ...more }
}

export function box(id: string, items: Element[], more: { style?: BoxStyle; spacing?: Spacing; separator?: true } = {}): Element {
  return { type: 'Container', id, items, ...more }
}
