/** Block Kit as HTML: our own drawing, near enough to judge a card by, and no picture of Slack. A block that it does not know is refused. */
type Json = Record<string, unknown>

interface Text {
  type: string
  text: string
}

export function drawBlocks(blocks: readonly Json[]): string {
  return blocks.map(drawBlock).join('\n')
}

function drawBlock(block: Json): string {
  switch (block['type']) {
    case 'header':
      return `<h2>${inWords(block['text'] as Text)}</h2>`
    case 'section': {
      const fields = ((block['fields'] ?? []) as Text[]).map((field) => `<div>${inWords(field)}</div>`)
      return `${block['text'] === undefined ? '' : `<div class="section">${inWords(block['text'] as Text)}</div>`}${
        fields.length > 0 ? `<div class="fields">${fields.join('')}</div>` : ''
      }`
    }
    case 'context':
      return `<div class="context">${(block['elements'] as Text[]).map(inWords).join('<br>')}</div>`
    case 'divider':
      return '<hr>'
    case 'actions':
      return `<div class="actions">${(block['elements'] as Json[]).map(drawButton).join('')}</div>`
    case 'input':
      return drawInput(block)
    default:
      throw new Error(`the preview cannot draw a block of the type ${String(block['type'])}`)
  }
}

function drawButton({ type, text, style }: Json): string {
  if (type !== 'button') throw new Error(`the preview cannot draw a ${String(type)} among buttons`)
  return `<span class="button ${typeof style === 'string' ? style : ''}">${inWords(text as Text)}</span>`
}

function drawInput({ label, optional, hint, element }: Json): string {
  const may = optional ? ' <span class="optional">(optional)</span>' : ''
  const says = hint === undefined ? '' : `<div class="context">${inWords(hint as Text)}</div>`
  return `<div class="input"><b>${inWords(label as Text)}</b>${may}${drawElement(element as Json)}${says}</div>`
}

function drawElement(element: Json): string {
  const chosen = [element['initial_option'], ...((element['initial_options'] ?? []) as unknown[])].filter(Boolean) as { text: Text }[]
  switch (element['type']) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
      return `<div class="box ${element['multiline'] ? 'tall' : ''}">${literally((element['initial_value'] as string | undefined) ?? '')}</div>`
    case 'static_select':
    case 'external_select':
    case 'multi_external_select':
      return `<div class="box list">${chosen.map(({ text }) => inWords(text)).join(', ') || '<span class="optional">Choose one</span>'}</div>`
    case 'checkboxes':
      return (element['options'] as { text: Text }[])
        .map(
          ({ text }) => `<div class="tick"><i>${chosen.some((each) => each.text.text === text.text) ? '✓' : ''}</i>${inWords(text)}</div>`,
        )
        .join('')
    default:
      throw new Error(`the preview cannot draw a ${String(element['type'])}`)
  }
}

/** Plain text is read literally. In mark-up the three escapes are HTML's own; bold, code and our links are all that we write. */
export function inWords({ type, text }: Text): string {
  if (type === 'plain_text') return literally(text)
  if (type !== 'mrkdwn') throw new Error(`the preview cannot draw a text of the type ${type}`)
  return text
    .replace(/```\n?([\s\S]*?)\n?```/g, (_, code: string) => `<pre>${code}</pre>`)
    .replace(/^\*(.+)\*$/gm, '<b>$1</b>')
    .replace(/<(https:[^|<>]+)\|([^<>]+)>/g, '<a href="$1">$2</a>')
}

export function literally(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
