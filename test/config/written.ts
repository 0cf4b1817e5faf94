/** A good configuration, and what is wrong with others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { formatFault } from '../../src/text/fault.ts'
import { loadConfiguration } from '../../src/config.ts'

export const KEY = 'MCowBQYDK2VwAyEA3p4bB0F0cJ2m1yq2yV0w7yXo0m0v4y5H1v8q6m0e1dM='

/** Gone with the test that wrote it. */
export function write(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'countersign.yaml')
  writeFileSync(file, text)
  return file
}

/** Every fault of a text, as people see it, without the name of its file. */
export function faultsOf(text: string): string[] {
  const file = write(text)
  const read = loadConfiguration(file)
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace(`${file}:`, '')) : []
}

export const GOOD = `installation: contoso
practice: true
sites:
  dc2:
    workers:
      a: { key: "${KEY}" }
targets:
  SEC: { kind: sql-server, site: dc2, host: sqlb1.contoso.com, instance: RTC, port: 14331, user: sa, password: { env: SEC_PASSWORD }, practice: true }
  shell: { kind: powershell, site: dc2, host: fe5.contoso.com, practice: true, modules: [./practice.psm1, SkypeForBusiness] }
`
