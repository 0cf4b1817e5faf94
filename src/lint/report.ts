/** Takes a fault at a line of the block, from 0: what is wrong, and what to do. */
export type LintReport = (line: number, what: string, next: string) => void
