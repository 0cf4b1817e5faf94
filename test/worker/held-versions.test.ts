import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import { test } from 'vitest'
import { startPractice, until } from './practice.ts'
import { restoreDocument } from './restore-document.ts'

test('a worker holds every version of a document that it has seen', async () => {
  await using practice = await startPractice()
  const options = practice.optionsOf('anna')
  const anna = await practice.start('anna')
  const [old] = (await until(() => practice.run.heartbeats.at(-1)))?.documents ?? []
  const text = restoreDocument('timeout: 2m')
  writeFileSync(join(options.documents, 'restore-database.md'), text)
  const both = [String(old), createHash('sha256').update(text).digest('hex')].toSorted()
  await until(() => canonicalize(practice.run.heartbeats.at(-1)?.documents) === canonicalize(both))
  await anna.close()
})
