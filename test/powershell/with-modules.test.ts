/** What needs a PowerShell with modules, readers and programs of its own, asked of one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { withReaders } from '../../src/lint/usual-readers.ts'
import { COUNTER_MODULE, rulesOfStrangersInPowerShell } from './rules-of-strangers.ts'
import { rulesOfPrograms, rulesOfTheRunspaceAlone, rulesOfWritingLooks } from './rules-of-writing-looks.ts'
import { inPowerShell, openBench } from './shells.ts'
import { WRITER_MODULE } from './writing-looks.ts'

inPowerShell((kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'with-modules-'))
  const [writer, counter, programs] = [join(dir, 'Writer.psm1'), join(dir, 'Counter.psm1'), join(dir, 'programs')]
  writeFileSync(writer, WRITER_MODULE)
  writeFileSync(counter, COUNTER_MODULE)
  mkdirSync(programs)
  for (const name of ['Reads.exe', 'writes.exe']) writeFileSync(join(programs, name), `#!/bin/sh\necho ${name} "$@"\n`, { mode: 0o755 })
  const target = kind.target()
  const bench = openBench({
    ...target,
    modules: [writer, counter],
    readers: withReaders({
      addresses: ['https://ok.example/read/'],
      programs: ['Reads.exe', 'absent.exe'].map((name) => ({ name, arguments: [['/state']] })),
    }),
    environment: { ...target.environment, PATH: [join(dir, 'nowhere'), target.environment.PATH, programs].join(delimiter) },
  })
  afterAll(async () => {
    await bench.shell.close()
    rmSync(dir, { recursive: true })
  })

  describe('a look that would write', () => rulesOfWritingLooks(bench, dir))
  describe('the runspace alone', () => rulesOfTheRunspaceAlone(kind, writer, dir))
  describe('a program', () => rulesOfPrograms(bench))
  describe('a stranger', () => rulesOfStrangersInPowerShell(bench, dir))
})
