import type { CardWords } from '../../card-words.ts'
import { offers } from './offers.ts'

export const form: CardWords['form'] = {
  heading: (missing) => (missing === 0 ? 'Nothing is missing' : missing === 1 ? '1 thing is missing' : `${missing} things are missing`),
  start: (run) => `Start ${run}`,
  showPlan: 'Show the plan',
  hint: ({ several, example, madeOf }) =>
    [
      ...(several ? ['Several, with commas between.'] : []),
      ...(madeOf === undefined ? [] : [`Left empty, it is ${madeOf}.`]),
      ...(example === undefined ? [] : [`For example ${example}`]),
    ].join(' '),
  offers,
  needed: 'This is needed.',
  oneOf: (values) => `One of ${values.join(', ')}`,
  yes: 'yes',
  no: 'no',
}
