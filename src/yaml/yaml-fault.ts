/** What is wrong with people's YAML, as data: `say-yaml-fault.ts` says it, where somebody reads it. */

export type YamlFault =
  | { is: 'key-twice' | 'no-map' | 'endless' }
  /** In the words of the library that reads YAML, with its code. */
  | { is: 'no-yaml'; code: string; message: string }
  | { is: 'alias'; name: string }
  /** `at`: which character of the line, from 1; absent where it is written as an escape. */
  | { is: 'hidden'; code: string; at?: number }
  | { is: 'no-keys'; of: Mapping; keys: string[] }
  | { is: 'unknown-key'; key: string; of: Mapping; keys: string[] }
  | { is: 'missing'; key: string }
  | { is: 'misfit'; key: string; wanted: Wanted }

/** Whose keys are read. */
export type Mapping = { is: 'front-matter' | 'step-options' | 'policy' | 'file' } | { is: 'parameter' | 'person' | 'key'; name: string }

/** What a key's value must be. */
export type Wanted =
  | { is: 'text' | 'some-text' | 'texts' | 'written' | 'name' | 'names' | 'yes-no' | 'duration' | 'whole-number' }
  | { is: 'count'; most: number }
  | { is: 'long-name'; length: number; most: number }
  | { is: 'many-names'; count: number; most: number }
  /** Bounds in milliseconds. */
  | { is: 'duration-within'; written: string; least: number; most: number }
  /** Of documents. `types`: their names. */
  | { is: 'command' | 'condition' | 'item-of-list' | 'no-check' }
  | { is: 'parameter-type' | 'capture-type'; types: readonly string[] }
  /** Of people. `letter`: with which such ids begin. */
  | { is: 'http-status' }
  | { is: 'people' | 'email' | 'language' | 'guid' }
  | { is: 'slack-id'; of: 'team' | 'user'; letter: string }

/** Takes one fault of the YAML that is being read. */
export type YamlReport = (line: number, fault: YamlFault) => void
