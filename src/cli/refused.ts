/** A command of the program that cannot do what was asked; every sentence says what, where and what next. Exit code 2 is bad input, 1 the rest. */
export class Refused extends Error {
  readonly sentences: string[]
  readonly exitCode: number

  constructor(sentences: string | string[], exitCode = 1) {
    const all = typeof sentences === 'string' ? [sentences] : sentences
    super(all.join('\n'))
    this.sentences = all
    this.exitCode = exitCode
  }
}

/** Runs with the arguments after its name; the number is the exit code. */
export type CliCommand = (args: string[]) => Promise<number>
