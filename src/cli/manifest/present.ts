import { readFileSync } from 'node:fs'

/** What stands in a file, or undefined where it cannot be read. */
export function present(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
