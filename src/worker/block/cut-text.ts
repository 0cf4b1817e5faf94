import type { Mask } from '../mask.ts'

/**
 * A text of `most` characters at most, and a little for the count: its beginning and its end, which tell the most, with what lies between counted.
 * It is masked before, whoever did so already: half a secret is none that is known. `end`: it was cut there once.
 */
export function cutText(mask: Mask, written: string, most: number, end?: 'cut'): string {
  const text = mask(written, end)
  if (text.length <= most) return text
  const begin = text.slice(0, Math.ceil((most * 2) / 3)).replace(/[\ud800-\udbff]$/, '')
  const last = text.slice(text.length - Math.floor(most / 3)).replace(/^[\udc00-\udfff]/, '')
  return `${begin} … ${text.length - begin.length - last.length} more characters … ${last}`
}
