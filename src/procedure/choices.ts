/** What a person may choose from where a parameter is asked for, as somebody's look at the estate has found it: help, and never a rule. */
import { databaseParameter } from './plan-block.ts'
import type { Block, ChoicesBlock, Parameter, Procedure } from './procedure.ts'

/** The look that this parameter takes its choices from. */
export function choicesOf({ choices = [] }: Pick<Procedure, 'choices'>, { choicesFrom }: Parameter): ChoicesBlock | undefined {
  return choices.find(({ name }) => name === choicesFrom)
}

/** Names of the parameters that must be answered before it can be asked. */
export function needsOf(block: Pick<Block, 'on' | 'uses' | 'database'>, parameters: readonly Pick<Parameter, 'name'>[]): string[] {
  const named = block.uses.map((name) => {
    const [, whole = name] = /^(.+)_(?:host|instance)$/.exec(name) ?? []
    return parameters.some((parameter) => parameter.name === name) ? name : whole
  })
  return [...new Set([block.on, ...named, ...[databaseParameter(block) ?? []].flat()])]
}
