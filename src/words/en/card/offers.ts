import { short } from '../../../text/excerpt.ts'
import type { NotOffered } from '../../../run/view/offered.ts'
import type { CardWords } from '../../card-words.ts'
import { told } from '../worker/worker.ts'

export const offers: CardWords['form']['offers'] = {
  choose: 'Or choose',
  looking: 'What there is to choose from is being looked for. Typing is possible meanwhile.',
  found: ({ count, more }) =>
    `${more ? `The first ${count} that were found; others can be typed` : `${count} found; another one can be typed`}.`,
  after: (names) => `There is something to choose from once ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} answered.`,
  none: (not) => `Nothing to choose from: ${because(not)} Type it.`,
}

function because(not: NotOffered): string {
  switch (not.is) {
    case 'no-worker':
      return `no worker of site ${not.site} is connected that holds this document.`
    case 'worker-gone':
      return `worker ${not.worker} went away meanwhile.`
    case 'late':
      return `worker ${not.worker} did not answer within ${not.ms / 1000} s.`
    case 'crowded':
      return 'too much is being looked for at this moment.'
    case 'none':
      return `${not.target} has nothing that fits.`
    case 'failed':
      return `${not.target} did not answer it. ${short(not.why.map(told).join(' '), 300)}.`.replace(/\.\.$/, '.')
  }
}
