import { StringDecoder } from 'node:string_decoder'

/** Cuts a byte stream into lines; a line longer than `most` characters is handed over in cut pieces, so that no child can fill the memory. */
export function splitLines(most: number, onLine: (line: string) => void): { push: (chunk: Buffer) => void; end: () => void } {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (text: string) => {
    rest += text
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      onLine(rest.slice(0, end).replace(/\r$/, ''))
      rest = rest.slice(end + 1)
    }
    if (rest.length > most) {
      onLine(rest)
      rest = ''
    }
  }
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end())
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}
