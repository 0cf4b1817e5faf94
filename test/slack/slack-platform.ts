/** People in Slack, for the suite that every platform passes. */
import { randomUUID } from 'node:crypto'
import type { Form, Platform, Pressable, Told, Who } from '../conversation/platform.ts'
import { buttonsIn, initialOf, inputsIn, linesOf, stateOf, unescaped, type FoundButton } from './read-blocks.ts'
import { ACCOUNTS, CHANNEL, teamOf } from './stand-in/accounts.ts'
import { commandOf, newTrigger, optionsOf, pressOf, submissionOf, type Message, type View } from './stand-in/actions.ts'
import type { Acknowledged, Delivery, Transport } from './stand-in/delivery.ts'
import { heardSince, listen, type Heard } from './stand-in/hear.ts'
import type { Workspace } from './stand-in/workspace.ts'

export interface HeldButton {
  button: FoundButton
  message: Message
}

export function slackPlatform(workspace: Workspace, transport: Transport, channel = CHANNEL): Platform {
  const responseUrl = (): string => `${workspace.api.url}response/${randomUUID()}`
  const deliver = async (as: Who, make: (trigger: string) => Delivery, filesToo = false): Promise<Heard> => {
    const since = listen(workspace)
    const acknowledged = await transport.deliver(make(await newTrigger(workspace, as)))
    mustBeWell(acknowledged)
    return heardSince(workspace, since, as, acknowledged, filesToo)
  }
  const submit = async (as: Who, view: View, written: Record<string, string>): Promise<Told> => {
    const values = stateOf(inputsIn(view.blocks), written)
    return toldOf(await deliver(as, (trigger) => submissionOf(as, view, values, trigger)))
  }
  return {
    via: 'slack',
    account: (as) => `slack account ${teamOf(as)}/${ACCOUNTS[as].id}`,
    type: async (as, line) =>
      toldOf(await deliver(as, (trigger) => commandOf(as, line, trigger, responseUrl(), channel), line.startsWith('/countersign audit'))),
    form: async (as, told): Promise<Form> => {
      const view = (told as Told & { view?: View }).view
      if (!view) throw new Error(`no form was opened; ${as} was told: ${told.lines.join(' ')}`)
      const fields = await Promise.all(
        inputsIn(view.blocks).map(async (input) => {
          const value = initialOf(input)
          const { type, action_id } = input.element
          const asked = type === 'external_select' ? await transport.deliver(optionsOf(as, view, action_id, input.blockId)) : undefined
          const choices = (asked?.body?.['options'] as { value: string }[] | undefined)?.map((option) => option.value)
          return [
            nameOf(input.blockId),
            { label: input.label, ...(value !== undefined && { value }), ...(choices && { choices }) },
          ] as const
        }),
      )
      return { fields: Object.fromEntries(fields), held: view }
    },
    submit: (as, form, answers) => {
      const view = form.held as View
      const blocks = Object.fromEntries(inputsIn(view.blocks).map(({ blockId }) => [nameOf(blockId), blockId]))
      return submit(as, view, Object.fromEntries(Object.entries(answers).map(([name, value]) => [blocks[name] ?? name, value])))
    },
    press: async (as, { held }: Pressable, inputs = {}) => {
      const { button, message } = held as HeldButton
      const heard = await deliver(as, (trigger) => pressOf(as, button.element, button.blockId, message, trigger, responseUrl(), channel))
      if (!heard.view) return toldOf(heard)
      const written = inputsIn(heard.view.blocks).flatMap(({ blockId }) => {
        const given = inputs[blockId.split('.').at(-1) ?? '']
        return given === undefined ? [] : [[blockId, given] as const]
      })
      return submit(as, heard.view, Object.fromEntries(written))
    },
    card: async (run) => {
      const message = (await cardOf(workspace, run, channel)).at(0)
      if (!message) return undefined
      const buttons = buttonsIn(message.blocks).map((button) => ({
        label: button.element.text.text,
        held: { button, message } satisfies HeldButton,
      }))
      return { text: linesOf(message.blocks), buttons }
    },
    thread: async (run) => {
      const message = (await cardOf(workspace, run, channel)).at(0)
      if (!message) return []
      const { messages } = await workspace.emulator.asOwner<{ messages: Message[] }>('conversations.replies', {
        channel,
        ts: message.ts,
      })
      return messages
        .filter(({ ts }) => ts !== message.ts)
        .flatMap(({ text }) => unescaped(text).split('\n'))
        .map((line) => line.replace(/^\d\d:\d\d:\d\d UTC {2}/, ''))
    },
  }
}

/** Messages of the channel that are cards of this run, newest first. */
export async function cardOf({ emulator }: Workspace, run: string, channel = CHANNEL): Promise<Message[]> {
  const { messages } = await emulator.asOwner<{ messages: Message[] }>('conversations.history', { channel, limit: '1000' })
  return messages.filter(({ text, blocks }) => new RegExp(`(^|\\W)${run}\\b`).test(text) && (blocks ?? []).length > 0)
}

function mustBeWell({ status, text }: Acknowledged): void {
  if (status !== 200) throw new Error(`the app answered ${status}: ${text}`)
}

function nameOf(blockId: string): string {
  return blockId.replace(/^answer\./, '')
}

function toldOf({ lines, buttons, errors, view, file }: Heard): Told & { view?: View } {
  const fields = Object.entries(errors).filter(([blockId]) => blockId.startsWith('answer.'))
  const said = [...lines, ...Object.values(errors)]
  const run = /\bR-\d+\b/.exec(said.join(' '))?.[0]
  return {
    lines: said,
    fields: Object.fromEntries(fields.map(([blockId, fault]) => [nameOf(blockId), fault])),
    ...(run !== undefined && { run }),
    ...(file && { file }),
    ...(view && { view }),
    ...(buttons.length > 0 && {
      buttons: buttons.map((button) => ({ label: button.element.text.text, held: { button, message: ALONE } satisfies HeldButton })),
    }),
  }
}

/** A message that one person alone sees has a time that nothing can be asked of. */
const ALONE: Message = { ts: '1764300000.000100', blocks: [], text: '' }
