/** What is wrong with an Adaptive Card for Teams: its schema 1.5, Teams' own bounds. What is not known here is a fault. */
type Json = Record<string, unknown>

/** Older clients refuse more, and every client counts the envelope. */
const LARGEST_CARD = 28_000
const MOST_VIEWS = 60
const MOST_ACTIONS = 6

/** Fields that an element must have, by its type; what may be beside them is in `ALSO`. */
const ELEMENTS: Record<string, string[]> = {
  TextBlock: ['text'],
  RichTextBlock: ['inlines'],
  Container: ['items'],
  ColumnSet: ['columns'],
  ActionSet: ['actions'],
  ProgressBar: ['max'],
  'Input.Text': ['id', 'label'],
  'Input.ChoiceSet': ['id', 'label', 'choices'],
}
const ACTIONS: Record<string, string[]> = {
  'Action.Execute': ['title', 'verb', 'data', 'fallback'],
  'Action.Submit': ['title', 'data'],
  'Action.ShowCard': ['title', 'card'],
  'Action.OpenUrl': ['title', 'url'],
}
const ALSO = new Set(
  [
    'type id spacing separator style bleed isVisible fallback height horizontalAlignment verticalContentAlignment backgroundImage minHeight',
    'text weight size color isSubtle fontType wrap maxLines highlight italic strikethrough underline selectAction',
    'inlines items columns width facts actions url altText value max isRequired errorMessage label placeholder isMultiline maxLength regex',
    'choices isMultiSelect title verb data associatedInputs iconUrl mode tooltip isEnabled card valueOn valueOff role rtl',
  ].flatMap((names) => names.split(' ')),
)
const COLOURS = new Set(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'])

/** Every breach, with where it is; none: every client of Teams shows it. */
export function cardFaults(card: unknown): string[] {
  if (!isObject(card)) return ['the card is no object']
  const faults: string[] = []
  if (card['type'] !== 'AdaptiveCard') faults.push(`the card's type is ${String(card['type'])}`)
  if (!/^1\.[0-5]$/.test(String(card['version'])))
    faults.push(`the card's version is ${String(card['version'])}; 1.5 is the newest that Teams shows`)
  if (typeof card['fallbackText'] !== 'string') faults.push('the card has no fallbackText')
  if (card['refresh'] !== undefined) faults.push(...refreshFaults(card['refresh']))
  faults.push(...listFaults('body', card['body'], elementFaults))
  if (card['actions'] !== undefined) faults.push(...actionsFaults('actions', card['actions']))
  const inputs = found(card, ({ type, id }) => String(type).startsWith('Input.') && typeof id === 'string').map(({ id }) => String(id))
  if (new Set(inputs).size < inputs.length) faults.push('two inputs of the card have one id')
  const ids = found(card, ({ id, type }) => typeof id === 'string' && type !== undefined).map(({ id }) => String(id))
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) faults.push(`two parts of the card have the id ${twice}`)
  return faults
}

/** Teams itself takes such a one; undefined where every client shows it. */
export function sizeFault(card: unknown): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(card ?? {}))
  return bytes > LARGEST_CARD ? `the card has ${bytes} bytes; older clients show ${LARGEST_CARD}` : undefined
}

function refreshFaults(refresh: unknown): string[] {
  if (!isObject(refresh) || !isObject(refresh['action'])) return ['refresh has no action']
  const { action, userIds } = refresh
  const faults = ['type', 'verb'].flatMap((name) => (typeof action[name] === 'string' ? [] : [`refresh.action has no ${name}`]))
  if (action['type'] !== 'Action.Execute') faults.push('refresh.action is no Action.Execute')
  if (!Array.isArray(userIds)) return [...faults, 'refresh names nobody: in a channel nothing is refreshed by itself']
  if (userIds.length > MOST_VIEWS) faults.push(`refresh names ${userIds.length} people; ${MOST_VIEWS} fit`)
  if (new Set(userIds).size < userIds.length) faults.push('refresh names somebody twice')
  for (const id of userIds) if (!/^29:\S+$/.test(String(id))) faults.push(`refresh names ${String(id)}, which is no 29: address`)
  return faults
}

function elementFaults(path: string, element: unknown): string[] {
  if (!isObject(element)) return [`${path} is no element`]
  const type = String(element['type'])
  const needed = ELEMENTS[type]
  if (!needed) return [`${path}: Teams knows no element ${type}`]
  const faults = fieldFaults(path, element, needed)
  if (type === 'RichTextBlock') faults.push(...listFaults(`${path}.inlines`, element['inlines'], runFaults))
  if (type === 'Container') faults.push(...listFaults(`${path}.items`, element['items'], elementFaults))
  if (type === 'ColumnSet')
    faults.push(
      ...listFaults(`${path}.columns`, element['columns'], (at, column) =>
        isObject(column) && column['type'] === 'Column'
          ? listFaults(`${at}.items`, column['items'], elementFaults)
          : [`${at} is no Column`],
      ),
    )
  if (type === 'ActionSet') faults.push(...actionsFaults(`${path}.actions`, element['actions']))
  if (type === 'Input.ChoiceSet') faults.push(...choiceFaults(path, element))
  return faults
}

function choiceFaults(path: string, { choices, value }: Json): string[] {
  const written = Array.isArray(choices) ? (choices as Json[]) : []
  const odd = written.some(({ title, value: each }) => typeof title !== 'string' || title === '' || typeof each !== 'string')
  const outside = value !== undefined && !written.some((choice) => choice['value'] === value)
  return [
    ...(written.length === 0 ? [`${path} offers nothing`] : []),
    ...(odd ? [`${path}: a choice has no title or no value`] : []),
    ...(outside ? [`${path}: its value ${JSON.stringify(value)} is none of its choices`] : []),
  ]
}

/** A text that Teams reads no Markdown in. */
function runFaults(path: string, run: unknown): string[] {
  if (!isObject(run) || run['type'] !== 'TextRun' || typeof run['text'] !== 'string') return [`${path} is no TextRun with a text`]
  const colour = JSON.stringify(run['color'] ?? 'default')
  return COLOURS.has(colour.slice(1, -1)) ? fieldFaults(path, run, ['text']) : [`${path}: there is no colour ${colour}`]
}

function actionsFaults(path: string, actions: unknown): string[] {
  const many =
    Array.isArray(actions) && actions.length > MOST_ACTIONS ? [`${path}: ${actions.length} actions; ${MOST_ACTIONS} are shown`] : []
  return [...many, ...listFaults(path, actions, actionFaults)]
}

function actionFaults(path: string, action: unknown): string[] {
  if (!isObject(action)) return [`${path} is no action`]
  const needed = ACTIONS[String(action['type'])]
  if (!needed) return [`${path}: Teams knows no action ${String(action['type'])}`]
  const faults = fieldFaults(path, action, needed)
  const { card, fallback } = action
  if (isObject(card)) faults.push(...listFaults(`${path}.card.body`, card['body'], elementFaults))
  if (isObject(fallback)) faults.push(...actionFaults(`${path}.fallback`, fallback))
  return faults
}

function fieldFaults(path: string, element: Json, needed: string[]): string[] {
  const missing = needed.filter((name) => element[name] === undefined || element[name] === '')
  const odd = Object.keys(element).filter((name) => !ALSO.has(name))
  return [
    ...missing.map((name) => `${path}: ${String(element['type'])} has no ${name}`),
    ...odd.map((name) => `${path}: ${String(element['type'])} has a field ${name}, which Teams does not know`),
  ]
}

function listFaults(path: string, list: unknown, judge: (path: string, each: unknown) => string[]): string[] {
  if (!Array.isArray(list)) return [`${path} is no list`]
  return list.flatMap((each, index) => judge(`${path}[${index}]`, each))
}

/** Every object of the card that fits, but not what stands in a button's data or only in an old client. */
function found(value: unknown, fits: (each: Json) => boolean): Json[] {
  if (Array.isArray(value)) return value.flatMap((each) => found(each, fits))
  if (!isObject(value)) return []
  const inner = Object.entries(value).flatMap(([name, each]) => (name === 'data' || name === 'fallback' ? [] : found(each, fits)))
  return fits(value) ? [value, ...inner] : inner
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
