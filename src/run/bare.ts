/** A text that stands inside a sentence: without the full stop of its own. */
export function bare(text: string): string {
  return text.replace(/[.\s]+$/, '')
}
