/** Speaks to the console as its page does. */
import { openConsoleClient, type Reply } from '../practice/console-client.ts'
import type { Platform, Pressable, ShownCard, Told } from './platform.ts'
import { buttonsIn, inputsIn, linesOf } from './read-card.ts'

interface Note {
  title: string
  body: Record<string, unknown>[]
  file?: { name: string; text: string }
}

interface Read {
  shown: { card: unknown }
  lines: { text: string; head?: string }[]
}

interface Data {
  act: string
  [key: string]: unknown
}

export async function openConsolePlatform(address: string): Promise<Platform> {
  const client = await openConsoleClient(address)
  const read = async (run: string): Promise<Read | undefined> => client.get<Read>(`/api/runs/${run}`).catch(() => undefined)
  const press = async (as: string, { held }: Pressable, inputs: Record<string, string> = {}): Promise<Told> => {
    const { act, ...data } = held as Data
    const named = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`${act}.${name}`, value]))
    return told(await client.press(as, { act, ...data, ...named }))
  }
  return {
    via: 'practice',
    account: (as) => `practice account ${as}`,
    type: async (as, line) => told(await client.type(as, line)),
    form: async (_as, { run = '' }) => {
      const card = (await read(run))?.shown.card
      const button = buttonsOf(card).find(({ held }) => (held as Data).act === 'answer')
      if (!button) throw new Error(`the card of ${run} has no form`)
      const fields = inputsIn(card).map(({ id, label, value, choices }) => [
        id.replace(/^answer\./, ''),
        { label, ...(value !== undefined && { value }), ...(choices && { choices: choices.map((choice) => choice.value) }) },
      ])
      return { run, fields: Object.fromEntries(fields), held: button }
    },
    submit: (as, form, answers) => press(as, form.held as Pressable, answers),
    press,
    card: async (run): Promise<ShownCard | undefined> => {
      const card = (await read(run))?.shown.card
      return card === undefined ? undefined : { text: linesOf(card), buttons: buttonsOf(card) }
    },
    thread: async (run) => ((await read(run))?.lines ?? []).flatMap(({ text, head }) => (head === undefined ? [text] : [text, head])),
  }
}

function told(reply: Reply & { fields?: Record<string, string> }): Told {
  const note = reply.note as unknown as Note
  const buttons = note.body.flatMap((piece) => (piece['type'] === 'press' ? [{ label: String(piece['label']), held: piece['data'] }] : []))
  const shown = note.body.filter(({ type }) => type !== 'press')
  const body = shown.flatMap((piece) =>
    piece['type'] === 'rows'
      ? (piece['rows'] as { name: string; value: string }[]).map(({ name, value }) => `${name}: ${value}`)
      : piece['type'] === 'command'
        ? [String(piece['command']), String(piece['does'])]
        : String(piece['text']).split('\n'),
  )
  return {
    lines: [...note.title.split('\n'), ...body],
    fields: reply.fields ?? {},
    ...(reply.run !== undefined && { run: reply.run }),
    ...(note.file && { file: note.file }),
    ...(buttons.length > 0 && { buttons }),
  }
}

function buttonsOf(card: unknown): Pressable[] {
  return buttonsIn(card).map(({ label, action }) => ({ label, held: action.data }))
}
