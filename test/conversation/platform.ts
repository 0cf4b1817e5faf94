/** What the suite asks of a platform: the deeds of people, and what they see. */

export type Who = 'dana' | 'amir' | 'carol' | 'bob' | 'erin' | 'stranger'

/** What one person was told, and nobody else. */
export interface Told {
  /** Line by line, without the platform's marks. */
  lines: string[]
  /** Faults by parameter, where a form showed them. */
  fields: Record<string, string>
  run?: string
  file?: { name: string; text: string }
  /** Offered to this person alone. */
  buttons?: Pressable[]
}

/** A form that is open before one person. */
export interface Form {
  run?: string
  /** By the parameter's name; `value` is what stands in the field already. */
  fields: Record<string, { label: string; value?: string; choices?: string[] }>
  /** Whatever the driver needs to send it. */
  held: unknown
}

/** A button as somebody saw it: kept, it can be pressed when it is old. */
export interface Pressable {
  label: string
  held: unknown
}

/** The newest card of a run as everybody sees it. */
export interface ShownCard {
  text: string[]
  buttons: Pressable[]
}

export interface Platform {
  /** What a log says under `via`. */
  via: string
  /** How a refusal names the account of a person: `practice account dana`. */
  account(as: Who): string
  /** Types a line into the channel. */
  type(as: Who, line: string): Promise<Told>
  /** The form that what was typed led to. */
  form(as: Who, told: Told): Promise<Form>
  submit(as: Who, form: Form, answers: Record<string, string>): Promise<Told>
  /** Presses it, confirms what is asked, and fills in `inputs` (`reason`) where the button asks for them. */
  press(as: Who, button: Pressable, inputs?: Record<string, string>): Promise<Told>
  /** Undefined while none was posted. */
  card(run: string): Promise<ShownCard | undefined>
  /** The public lines of its thread, in their order. */
  thread(run: string): Promise<string[]>
}
