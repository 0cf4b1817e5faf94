/** What people must know of the bot now: printed when it comes, and on the console as long as it holds. */
export interface Announcements {
  /** All that there is to say about something, in place of what was said about it before. */
  say(about: string, sentences: string[]): void
  /** One more about something, for good. */
  add(about: string, sentence: string): void
  /** Said once, at the terminal only. */
  print(sentence: string): void
  /** The bot has said that it is ready: what came before that is said now. */
  open(console: { say(about: string, sentences: string[]): void }): void
}

export function announcements(): Announcements {
  const held = new Map<string, string[]>()
  const early: string[] = []
  let console: { say(about: string, sentences: string[]): void } | undefined
  const print = (sentence: string): void => {
    if (console === undefined) early.push(sentence)
    else process.stdout.write(`${sentence}\n`)
  }
  const say = (about: string, sentences: string[]): void => {
    const before = held.get(about) ?? []
    held.set(about, sentences)
    for (const sentence of sentences) if (!before.includes(sentence)) print(sentence)
    console?.say(about, sentences)
  }
  return {
    say,
    add: (about, sentence) => say(about, [...(held.get(about) ?? []), sentence]),
    print,
    open: (opened) => {
      console = opened
      for (const sentence of early.splice(0)) print(sentence)
      for (const [about, sentences] of held) opened.say(about, sentences)
    },
  }
}
