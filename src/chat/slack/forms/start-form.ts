/** The form of a procedure's start. Faults are found before anything begins, so nobody burns a run's number by a typing mistake. */
import { z } from 'zod'
import { needsAnswer } from '../../../procedure/parameter.ts'
import type { Procedure } from '../../../procedure/procedure.ts'
import type { Words } from '../../../words/words.ts'
import { readAnswers } from '../../../procedure/value/read-answers.ts'
import type { Configured } from '../../../procedure/value/read-answer.ts'
import { section, type Modal } from '../render/block.ts'
import { parameterFields, type FieldOffers } from './fields.ts'
import { renderModal } from './render-modal.ts'

export const START_FORM = 'start'
/** Its last field. */
export const REHEARSE = 'rehearse'

const metadata = z.object({ procedure: z.string().max(200), channel: z.string().max(40) })

export interface StartAsked {
  procedure: Procedure
  rehearsal: boolean
  answers: Record<string, string>
}

/** Faults by parameter: what is written wrongly, and what is not written at all. */
export function faultsOf(words: Words, { procedure, answers }: StartAsked, configured: Configured): Record<string, string> {
  const { parameters } = procedure
  const asked = parameters.filter((parameter) => (answers[parameter.name] ?? '').trim() === '' && needsAnswer(parameter))
  const known = Object.entries(answers).filter(([name, written]) => written.trim() !== '' && parameters.some((each) => each.name === name))
  const read = readAnswers({ ...configured, parameters, values: {} }, Object.fromEntries(known))
  const faults = Object.entries(read.fields).map(([name, fault]): [string, string] => [name, words.valueFault(fault ?? { is: 'empty' })])
  return { ...Object.fromEntries(asked.map(({ name }) => [name, words.valueFault({ is: 'empty' })])), ...Object.fromEntries(faults) }
}

/** `faults` of values that were typed with the command are said above the fields: Slack shows faults at fields only after a form was sent. */
export function startForm(
  words: Words,
  asked: StartAsked,
  channel: string,
  faults: Record<string, string>,
  secretNames: readonly string[] = [],
  offers?: FieldOffers,
): Modal {
  const { procedure, rehearsal, answers } = asked
  const wrong = Object.entries(faults).filter(([name]) => answers[name] !== undefined)
  return renderModal({
    words,
    callback: START_FORM,
    metadata: { procedure: procedure.id, channel } satisfies z.input<typeof metadata>,
    title: procedure.command,
    go: words.slack.form.start,
    ...(offers?.standing === true ? { standing: true as const } : {}),
    above: [
      section(procedure.title),
      ...(wrong.length > 0 ? [section(wrong.map(([name, fault]) => `▲ ${name}: ${fault}`).join('\n'))] : []),
    ],
    fields: [
      ...parameterFields(words, procedure.parameters, answers, secretNames, offers),
      {
        type: 'tick',
        name: REHEARSE,
        label: words.slack.form.rehearsal,
        says: words.slack.form.rehearse,
        ticked: rehearsal,
      },
    ],
  })
}

/** What the form says, read against the procedures as they are now. */
export function readStartForm(
  privateMetadata: string,
  written: Record<string, string>,
  procedures: readonly Procedure[],
): (StartAsked & { channel: string }) | undefined {
  const read = parsed(privateMetadata)
  const procedure = procedures.find(({ id }) => id === read?.procedure)
  if (!read || !procedure) return undefined
  const answers = Object.fromEntries(
    procedure.parameters.flatMap(({ name }): [string, string][] => {
      const value = written[`answer.${name}`] ?? written[`choice.${name}`]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return { procedure, channel: read.channel, rehearsal: written[REHEARSE] === 'yes', answers }
}

function parsed(text: string): z.output<typeof metadata> | undefined {
  try {
    return metadata.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
