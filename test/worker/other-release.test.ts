import { test } from 'vitest'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import { startPractice, until } from './practice.ts'

test.each([
  ['a newer release', STATE_VERSION + 1, `state version ${STATE_VERSION + 1}`],
  ['a release that names none', undefined, 'no state version, as of a release up to 0.3.0'],
])('a worker whose bot is of %s says so with both numbers, until it is of the same', async (_what, theirs, says) => {
  await using practice = await startPractice()
  practice.run.stateVersion = theirs
  await practice.start('anna')
  const sentence = `The bot of site berlin names ${says}, and worker anna has version ${STATE_VERSION}: the worker carries out no order of it. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md).`
  await until(() => practice.said.includes(sentence))
  practice.run.stateVersion = STATE_VERSION
  await until(() => practice.said.includes('Site berlin hears worker anna again.'))
})
