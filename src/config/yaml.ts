import type { z } from 'zod'
import { readBySchema } from './issue.ts'
import type { Fault } from '../text/fault.ts'
import { readYamlMap, type YamlMap } from '../yaml/read-map.ts'
import { inEnglish } from '../yaml/say-yaml-fault.ts'

/** Reads the YAML of the configuration into the shape of `schema`, with YAML's own types; every fault carries its line in `file`. `map` is what was written. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): { value?: T; map: YamlMap; faults: Fault[] } {
  const faults: Fault[] = []
  const map = readYamlMap(
    text,
    1,
    inEnglish((line, what, next) => faults.push({ file, line, what, next })),
    'core',
  )
  if (map.broken) return { map, faults }
  const read = readBySchema(schema, map.data)
  if ('value' in read) return { value: read.value, map, faults }
  for (const { path, what, next } of read.misfits) {
    const line = map.lineOf(path)
    faults.push({ file, line, what: `\`${path.map(String).join('.')}\` ${what}`, next })
  }
  return { map, faults }
}
