/** A run that waits at its gate, and everything with which somebody could try to get past it. */
import { randomUUID } from 'node:crypto'
import { waitingIn, type Outcome, type RefusalIn, type Waiting } from '../conversation/rules-of-refusals.ts'
import { buttonsIn, type FoundButton } from './read-blocks.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import type { AccountName } from './stand-in/accounts.ts'
import { commandOf, newTrigger, pressOf, submissionOf, type Message, type View } from './stand-in/actions.ts'
import { encode, post, signed, type Delivery } from './stand-in/delivery.ts'
import { heardSince, listen } from './stand-in/hear.ts'

export type Refusal = RefusalIn<Scene>

export interface Scene extends SlackHouse, Waiting {
  message: Message
  raw(headers: Record<string, string>, body: string | Buffer, method?: string, path?: string): Promise<Outcome>
  /** A deed with a fresh trigger; `change` may spoil it before it is signed. */
  action(as: AccountName, make: (trigger: string) => Delivery, change?: (body: Record<string, unknown>) => void): Promise<Outcome>
  type(as: AccountName, line: string, change?: (body: Record<string, unknown>) => void): Promise<Outcome>
  /** Presses the first button that begins so, with its value and block spoilt. */
  press(as: AccountName, label: string, spoil?: { value?: (data: Record<string, unknown>) => unknown; blockId?: string }): Promise<Outcome>
  submit(as: AccountName, view: Partial<View>, values: Record<string, unknown>): Promise<Outcome>
}

/** Nothing stays open when a part of it does not come about. */
export async function openScene(): Promise<Scene> {
  const slack = await openSlackHouse('http')
  try {
    return await sceneIn(slack)
  } catch (cause) {
    await slack.close()
    throw cause
  }
}

async function sceneIn(slack: SlackHouse): Promise<Scene> {
  const { installation, workspace, transport, url } = slack
  const found = await waitingIn({ platform: slackPlatform(workspace, transport), installation })
  const [message] = await cardOf(workspace, found.waiting.run)
  if (!message) throw new Error('no card was posted')
  const action: Scene['action'] = async (as, make, change) => {
    const delivery = make(await newTrigger(workspace, as === 'foreign' ? 'foreign' : as))
    change?.(delivery.body)
    const since = listen(workspace)
    const acknowledged = await transport.deliver(delivery)
    const { lines, errors } = await heardSince(workspace, since, as, acknowledged)
    return { status: acknowledged.status, says: [...lines, ...Object.values(errors)].join('\n') }
  }
  const responseUrl = `${workspace.api.url}response/${randomUUID()}`
  return {
    ...slack,
    ...found,
    message,
    raw: async (headers, body, method = 'POST', path = '') => {
      const { status, text } = await post(`${url}${path}`, headers, body, method)
      return { status, says: sentenceOf(text) }
    },
    action,
    type: (as, line, change) => action(as, (trigger) => commandOf(as, line, trigger, responseUrl), change),
    press: (as, label, { value, blockId } = {}) => {
      const button = buttonOf(message, label)
      const data = JSON.parse(button.element.value ?? '{}') as Record<string, unknown>
      const spoilt = value ? value(data) : data
      const element = { ...button.element, value: typeof spoilt === 'string' ? spoilt : JSON.stringify(spoilt) }
      return action(as, (trigger) => pressOf(as, element, blockId ?? button.blockId, message, trigger, responseUrl))
    },
    submit: (as, view, values) =>
      action(as, (trigger) =>
        submissionOf(
          as,
          { id: `V${randomUUID().slice(0, 8)}`, hash: '1.2', callback_id: '', private_metadata: '', blocks: [], ...view },
          values,
          trigger,
        ),
      ),
  }
}

export function buttonOf(message: Message, label: string): FoundButton {
  const found = buttonsIn(message.blocks).find(({ element }) => element.text.text.startsWith(label))
  if (!found) throw new Error(`the card has no button ${label}`)
  return found
}

/** A signed slash command, as bytes. */
export async function signedHelp(
  { workspace }: Pick<Scene, 'workspace'>,
  at = Date.now(),
): Promise<{ headers: Record<string, string>; body: string }> {
  const { contentType, body } = encode(
    commandOf('dana', '/countersign help', await newTrigger(workspace, 'dana'), `${workspace.api.url}response/x`),
  )
  return { headers: { 'content-type': contentType, ...signed(body, { at }) }, body }
}

function sentenceOf(text: string): string {
  try {
    return (JSON.parse(text) as { refusal?: { sentence: string } }).refusal?.sentence ?? text
  } catch {
    return text
  }
}
