import { questionsOf, type Step } from './procedure.ts'

/** The sentences of a step in which `{name}` stands for a value: what people are asked and told. */
export function sentencesOf(step: Pick<Step, 'confirm' | 'notify'>): string[] {
  return [...questionsOf(step).map(({ ask }) => ask), ...(step.notify === undefined ? [] : [step.notify.say])]
}
