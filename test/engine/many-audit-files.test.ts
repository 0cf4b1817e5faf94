import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { stateDirectory } from './state-directory.ts'

const FILES = 1_000
const DESCRIPTORS = 100
const LOST_RUNS = pathToFileURL(join(import.meta.dirname, '../../src/engine/lost/lost-runs.ts')).href

test.skipIf(process.platform === 'win32')(
  'the audit files of many years are told apart by a process that may open few files at once',
  () => {
    const state = stateDirectory()
    try {
      const head = (run: string, final: boolean) => `${JSON.stringify({ head: { run, final } })}\n`
      for (let number = 1; number <= FILES; number++)
        writeFileSync(join(state.path, `R-${number}.jsonl`), `{"entry":{}}\n${head(`R-${number}`, number % 500 !== 0)}`)
      const asked = `import { openFiles } from '${LOST_RUNS}'; console.log(JSON.stringify(await openFiles(process.argv[1])))`
      const program = `ulimit -n ${DESCRIPTORS} && exec "$0" --input-type=module --eval "$1" "$2"`
      const told = execFileSync('sh', ['-c', program, process.execPath, asked, state.path], { encoding: 'utf8' })
      expect((JSON.parse(told) as string[]).toSorted()).toEqual(['R-1000', 'R-500'])
    } finally {
      state.remove()
    }
  },
)
