import type { Barring } from '../../run/event.ts'

export function barring(because: Barring): string {
  switch (because.why) {
    case 'asked':
      return `${because.name} asked for this run`
    case 'answered':
      return `${because.name} answered questions of this plan`
    case 'asked-deviation':
      return `${because.name} asked for this ${because.kind}`
    case 'same-account':
      return `${because.name} asked for this run through the same account (${because.account})`
    case 'joined':
      return `${barring(because.gone)} and is gone from people.yaml since, while ${because.name} is new there`
  }
}
