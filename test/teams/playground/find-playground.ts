/** Microsoft's Playground, where somebody installed it by hand: its licence is for trying things out, so it is no dependency and is never installed by us. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT } from '../../practice/write-configuration.ts'

export const VERSION = '0.2.28'
const PROGRAM = 'agentsplayground'
/** Ignored by Git, and gone with the folder. */
const OWN = join('.countersign', 'playground')

export const HOW_TO_INSTALL = `Microsoft's Playground is not installed, so nothing was tried. It is a page that acts as Teams, under a licence for trying things out,
and never installed by us. To use it: npm i --prefix ${OWN} @microsoft/m365agentsplayground@${VERSION}
then again: npm run test:teams-playground. One that stands elsewhere: npm run test:teams-playground -- --playground DIR, the folder that was its --prefix.`

/** The script that Node starts; `given`: the folder that was its `--prefix`. Undefined where there is none. */
export function findPlayground(given: string | undefined, path: string): string | undefined {
  if (given !== undefined) return scriptIn(join(given, 'node_modules'))
  const onPath = path.split(delimiter).map((folder) => join(folder, PROGRAM))
  return scriptIn(join(ROOT, OWN, 'node_modules')) ?? onPath.find((program) => existsSync(program))
}

function scriptIn(modules: string): string | undefined {
  const script = join(modules, '@microsoft', 'm365agentsplayground', 'cli.js')
  return existsSync(script) ? script : undefined
}
