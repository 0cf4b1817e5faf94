/** A text of `most` characters at most, and a little for the count: its beginning and its end, which tell the most, with what lies between counted. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const begin = text.slice(0, Math.ceil((most * 2) / 3)).replace(/[\ud800-\udbff]$/, '')
  const end = text.slice(text.length - Math.floor(most / 3)).replace(/^[\udc00-\udfff]/, '')
  return `${begin} … ${text.length - begin.length - end.length} more characters … ${end}`
}
