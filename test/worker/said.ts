/** What a worker says, in English: tests assert whole sentences, wherever in a value they stand. */
import type { Told } from '../../src/run/facts/worker-fault.ts'
import { en } from '../../src/words/en.ts'

export function toldSaid(told: Told): string {
  return typeof told === 'string' ? told : en.workerFault(told)
}

/** The same value with a sentence in place of each code that a worker says with its facts. */
export function inEnglish<T>(value: T): InEnglish<T> {
  return said(value) as InEnglish<T>
}

export type InEnglish<T> = T extends { is: string }
  ? string
  : T extends readonly (infer Each)[]
    ? InEnglish<Each>[]
    : T extends object
      ? { [Name in keyof T]: InEnglish<T[Name]> }
      : T

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said)
  if (typeof value !== 'object' || value === null) return value
  if ('is' in value) return en.workerFault(value as never)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, said(each)]))
}
