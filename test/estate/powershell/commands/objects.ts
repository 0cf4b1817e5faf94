import type { Call, Command } from '../command.ts'
import { countOf, memberOf, toNumber, toText, toTruth } from '../convert.ts'
import { isScript } from '../scope.ts'
import { breathe } from '../session.ts'
import { unknown } from '../stand-in-error.ts'
import { run, valueOf } from '../statements.ts'
import { PsObject, enumerate } from '../values.ts'
import type { PsValue } from '../values.ts'

/** What filters, changes, counts and sorts the items of a pipeline. */
export const OBJECT_COMMANDS: readonly Command[] = [
  { name: 'Where-Object', parameters: [{ name: 'FilterScript', kind: 'value', position: 0, mandatory: true }], run: where },
  { name: 'ForEach-Object', parameters: [{ name: 'Process', kind: 'value', position: 0, mandatory: true }], run: forEach },
  {
    name: 'Select-Object',
    parameters: [
      { name: 'Property', kind: 'value', position: 0 },
      { name: 'First', kind: 'value' },
      { name: 'Last', kind: 'value' },
      { name: 'ExpandProperty', kind: 'value' },
    ],
    run: select,
  },
  { name: 'Measure-Object', parameters: [], run: measure },
  { name: 'Sort-Object', parameters: [{ name: 'Property', kind: 'value', position: 0 }], run: sort },
  { name: 'Out-Null', parameters: [], run: outNull },
  { name: 'Out-String', parameters: [{ name: 'Width', kind: 'value' }], run: outString },
]

async function* where(call: Call): AsyncGenerator<PsValue> {
  const script = scriptOf(call, 'FilterScript')
  for await (const item of call.input ?? []) {
    await breathe(call.session)
    if (toTruth(await valueOf(script.body, call.scope.forItem(item), call.session))) yield item
  }
}

async function* forEach(call: Call): AsyncGenerator<PsValue> {
  const script = scriptOf(call, 'Process')
  for await (const item of call.input ?? []) yield* run(script.body, call.scope.forItem(item), call.session)
}

function scriptOf(call: Call, name: string) {
  const script = call.args.get(name)
  if (!isScript(script)) throw unknown('anything but a script block here', call.node)
  return script
}

async function* select(call: Call): AsyncGenerator<PsValue> {
  const first = limitOf(call, 'First')
  const last = limitOf(call, 'Last')
  const properties = call.args.get('Property')
  const expand = call.args.get('ExpandProperty')
  const kept: PsValue[] = []
  for await (const item of call.input ?? []) {
    if (first !== undefined && kept.length >= first) break
    kept.push(item)
  }
  for (const item of last === undefined ? kept : kept.slice(Math.max(0, kept.length - last))) {
    if (expand !== undefined) yield* enumerate(memberOf(item, toText(expand)))
    else yield properties === undefined ? item : chosen(item, enumerate(properties).map(toText))
  }
}

function chosen(item: PsValue, names: string[]): PsObject {
  const made = new PsObject()
  for (const name of names) made.set(name, memberOf(item, name))
  return made
}

function limitOf(call: Call, name: string): number | undefined {
  const value = call.args.get(name)
  if (value === undefined) return undefined
  const number = toNumber(value)
  if (number === undefined || number < 0) throw unknown(`-${name} with this value`, call.node)
  return number
}

async function* measure(call: Call): AsyncGenerator<PsValue> {
  const items: PsValue[] = []
  for await (const item of call.input ?? []) if (item !== null) items.push(item)
  yield new PsObject().set('Count', countOf(items))
}

/** By one property, or by the text or number itself. */
async function* sort(call: Call): AsyncGenerator<PsValue> {
  const property = call.args.get('Property')
  const items: { item: PsValue; key: PsValue }[] = []
  for await (const item of call.input ?? []) items.push({ item, key: property === undefined ? item : memberOf(item, toText(property)) })
  if (items.every(({ key }) => typeof key === 'number')) items.sort((a, b) => Number(a.key) - Number(b.key))
  else if (items.every(({ key }) => typeof key === 'string'))
    items.sort((a, b) => toText(a.key).localeCompare(toText(b.key), 'en', { sensitivity: 'accent' }))
  else throw unknown('how to sort these values', call.node)
  for (const { item } of items) yield item
}

// oxlint-disable-next-line require-yield
async function* outNull(call: Call): AsyncGenerator<PsValue> {
  for await (const item of call.input ?? []) void item
}

/** One line for each property: the words are PowerShell's, how it lays them out is not. */
async function* outString(call: Call): AsyncGenerator<PsValue> {
  let text = ''
  for await (const item of call.input ?? []) {
    const lines =
      item instanceof PsObject ? [...item.entries.values()].map(({ name, value }) => `${name} : ${toText(value)}`) : [toText(item)]
    text += lines.map((line) => `${line}\n`).join('')
  }
  yield text
}
