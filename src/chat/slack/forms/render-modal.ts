/** Forms: the parameters of a procedure, the open questions of a run, the reason of a decision. */
import type { Input, Panel } from '../../card/card.ts'
import type { Words } from '../../../words/words.ts'
import { context, plainText, section, type Block, type InputElement, type Modal, type Option } from '../render/block.ts'
import { strongLines } from '../render/within-limits.ts'

export interface ModalPlan {
  words: Words
  callback: string
  metadata: unknown
  title: string
  go: string
  above: Block[]
  fields: Field[]
  /** The form stands open, and whoever fills it in has the cursor where they want it. */
  standing?: true
}

/** `tells`: Slack tells us as soon as something is written there. `targets`: chosen among configured targets, which Slack asks us for as they are at that moment. */
export type Field = (Input | TargetField | TickField) & { tells?: true }

export interface TargetField {
  type: 'targets'
  kind: 'sql-server' | 'powershell'
  several: boolean
  name: string
  label: string
  required: boolean
  value?: string
  hint?: string
}

export interface TickField {
  type: 'tick'
  name: string
  label: string
  says: string
  ticked: boolean
}

/** Slack takes at most 100 blocks; nobody would fill in as many fields. */
const MOST_FIELDS = 90

export function renderModal({
  words: {
    slack: { form },
  },
  callback,
  metadata,
  title,
  go,
  above,
  fields,
  standing,
}: ModalPlan): Modal {
  const drawn = fields.slice(0, MOST_FIELDS).map(drawField)
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify(metadata),
    title: plainText(title, 24),
    submit: plainText(go, 24),
    close: plainText(form.goBack, 24),
    blocks: [...above.slice(0, 10), ...(standing ? drawn : focused(drawn))],
  }
}

/** An answer in the place of the form that was sent. */
export function renderAnswerModal({ slack: { form } }: Words, title: string, blocks: Block[]): Modal {
  return {
    type: 'modal',
    callback_id: 'answer',
    private_metadata: '',
    title: plainText(title, 24),
    close: plainText(form.close, 24),
    blocks,
  }
}

/** What stands above the reason: what it means, and the fingerprint whole. */
export function panelBlocks(words: Words, panel: Panel): Block[] {
  return [
    ...strongLines(panel.warnings.map((each) => `⇥ ${each}`)),
    ...panel.lines.map(section),
    ...(panel.fingerprint === undefined ? [] : [context(words.slack.form.fingerprint(panel.fingerprint))]),
  ]
}

/** The cursor begins in the first field in which nothing stands: what stands there already is right as a rule. */
function focused(blocks: Block[]): Block[] {
  const first = blocks.findIndex((block) => block.type === 'input' && isEmpty(block.element))
  return blocks.map((block, index) =>
    index === first && block.type === 'input' ? { ...block, element: { ...block.element, focus_on_load: true } } : block,
  )
}

function isEmpty(element: InputElement): boolean {
  return !('initial_value' in element) && !('initial_option' in element) && !('initial_options' in element)
}

function drawField(field: Field): Block {
  const hint = 'hint' in field && field.hint ? { hint: plainText(field.hint, 2000) } : {}
  const optional = field.type === 'tick' || !field.required
  const tells = field.tells ? { dispatch_action: true as const } : {}
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, 2000),
    optional,
    ...tells,
    element: drawElement(field),
    ...hint,
  }
}

/** Characters of what a field of Slack takes. */
const LONGEST_INPUT = 3000

/** A value must come back as it went: of one that is cut, people would send the rest. */
function fits(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value.length <= LONGEST_INPUT
}

function drawElement(field: Field): InputElement {
  switch (field.type) {
    case 'text':
      if (field.kind && (field.value ?? '').length <= LONGEST_INPUT)
        return { type: `${field.kind}_text_input`, action_id: 'text', ...(field.value ? { initial_value: field.value.trim() } : {}) }
      return {
        type: 'plain_text_input',
        action_id: 'text',
        max_length: LONGEST_INPUT,
        ...(field.long ? { multiline: true } : {}),
        ...(fits(field.value) ? { initial_value: field.value } : {}),
      }
    case 'choice':
      return drawChoice(field)
    case 'targets':
      return drawTargets(field)
    case 'tick': {
      const option = optionOf(field.says, 'yes')
      return { type: 'checkboxes', action_id: 'tick', options: [option], ...(field.ticked ? { initial_options: [option] } : {}) }
    }
  }
}

/** Slack's lists hold 100 options of 150 characters each; what is longer is typed. */
function drawChoice(field: Extract<Input, { type: 'choice' }>): InputElement {
  const { choices, value } = field
  if (choices.length === 0 || choices.length > 100 || choices.some((choice) => choice.value.length > 150 || choice.value === '')) {
    return { type: 'plain_text_input', action_id: 'text', max_length: LONGEST_INPUT, ...(fits(value) ? { initial_value: value } : {}) }
  }
  const options = choices.map((choice) => optionOf(choice.title, choice.value))
  const chosen = options.find((option) => option.value === value)
  return { type: 'static_select', action_id: 'choice', options, ...(chosen ? { initial_option: chosen } : {}) }
}

function drawTargets({ kind, several, value }: TargetField): InputElement {
  const chosen = (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => optionOf(name, name))
  if (several) {
    return {
      type: 'multi_external_select',
      action_id: `targets:${kind}`,
      min_query_length: 0,
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
    }
  }
  return { type: 'external_select', action_id: `targets:${kind}`, min_query_length: 0, ...(chosen[0] ? { initial_option: chosen[0] } : {}) }
}

export function optionOf(words: string, value: string): Option {
  return { text: plainText(words, 75), value: value.slice(0, 150) }
}
