import { appendFileSync, writeFileSync } from 'node:fs'

/** What the demo prints, and keeps in a file. */
export interface Transcript {
  heading(text: string): void
  say(text: string): void
  person(who: string, what: string): void
  /** To one person only. */
  answer(text: string): void
  /** Something happens in the estate. */
  event(text: string): void
  /** Replaces itself on a terminal; one line each elsewhere. */
  progress(text: string): void
}

export function openTranscript(file: string): Transcript {
  writeFileSync(file, '')
  const print = (text: string): void => {
    process.stdout.write(`${text}\n`)
    appendFileSync(file, `${text}\n`)
  }
  const named = (who: string): string => `${who[0]?.toUpperCase()}${who.slice(1)}`
  return {
    heading: (text) => print(`\n== ${text}`),
    say: print,
    person: (who, what) => print(`\n${named(who)}: ${what}`),
    answer: (text) => print(`   (only to this person) ${text}`),
    event: (text) => print(`\n** ${text}`),
    progress: (text) => print(`      … ${text}`),
  }
}

/** What is said there, marked with where it was. */
export function labelled(transcript: Transcript, label: string): Transcript {
  const marked = (text: string): string => `${label} | ${text}`
  return { ...transcript, say: (text) => transcript.say(marked(text)), progress: (text) => transcript.progress(marked(text)) }
}
