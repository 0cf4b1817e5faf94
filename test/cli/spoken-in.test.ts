/** Which language a conversation's cards and threads are in. */
import { expect, test } from 'vitest'
import { spokenIn } from '../../src/cli/start/spoken-in.ts'
import type { Installation } from '../../src/cli/installation/load-installation.ts'
import { en } from '../../src/words/en.ts'

const ko = { ...en, tag: 'ko' }
const configuration = {
  language: 'en',
  slack: { languages: { C0INCIDENT: 'ko' } },
  teams: { languages: { '19:incident@thread.tacv2': 'ko' } },
} as unknown as Installation['configuration']

test('is that of the channel or chat where the configuration names one, and else that of the installation', () => {
  const spoken = spokenIn(() => ({ configuration }), { en, ko })
  const tagOf = (platform: string, channel: string): string => spoken.conversation({ platform, channel }).tag
  expect(tagOf('slack', 'C0INCIDENT')).toBe('ko')
  expect(tagOf('teams', '19:incident@thread.tacv2')).toBe('ko')
  expect(tagOf('teams', '19:other@thread.tacv2')).toBe('en')
  expect(tagOf('slack', '19:incident@thread.tacv2')).toBe('en')
  expect(tagOf('console', 'C0INCIDENT')).toBe('en')
  expect(tagOf('toString', 'C0INCIDENT')).toBe('en')
})
