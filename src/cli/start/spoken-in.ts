import type { Installation } from '../installation/load-installation.ts'
import { LANGUAGES, speaking, type Speak } from '../../words/languages.ts'
import type { Words } from '../../words/words.ts'

/** Who is spoken to in which language. */
export interface SpokenIn {
  speak: Speak
  /** Of its cards and its thread. */
  conversation(conversation: { platform: string; channel: string }): Words
}

/** As the configuration says it at each moment; whoever's own language is not spoken or not known reads that of the conversations. */
export function spokenIn(
  installation: () => Pick<Installation, 'configuration'>,
  languages: Readonly<Record<string, Words>> = LANGUAGES,
): SpokenIn {
  const first = speaking(languages)
  const speak: Speak = (...tags) => first(...tags, installation().configuration.language)
  return {
    speak,
    conversation: ({ platform, channel }) => {
      const { slack, teams } = installation().configuration
      const languages = { slack: slack?.languages, teams: teams?.languages }
      return speak(Object.hasOwn(languages, platform) ? languages[platform as keyof typeof languages]?.[channel] : undefined)
    },
  }
}
