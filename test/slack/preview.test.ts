/** The preview that the README's pictures are made with: it draws what was posted, and what people typed stays text. */
import { describe, expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import { gate, view } from '../chat/views.ts'
import { drawBlocks, inWords } from './preview-blocks.ts'
import { channelPage, dialogsPage } from './preview.ts'

const TYPED = '<img src=x onerror=alert(1)> <script>1</script> *bold* & "quoted"'

function cardOf(over: Parameters<typeof view>[0]): Record<string, unknown>[] {
  return renderCard(drawCard(view(over))).blocks
}

describe('the preview', () => {
  test('draws the card of a gate with everything on it', () => {
    const drawn = channelPage({
      channel: 'incident',
      card: cardOf({ phase: 'waiting', gate: gate() }),
      thread: ['03:42:10 UTC  Gate 2 waits.'],
      replies: 12,
    })
    for (const part of [
      '<h2>R-7 · Waiting for approval</h2>',
      '<pre>RESTORE DATABASE @database WITH RECOVERY;</pre>',
      '<hr>',
      '12 replies',
    ])
      expect(drawn).toContain(part)
    expect(drawn.match(/<span class="button (?:primary|danger)?">[^<]*/g)).toEqual([
      '<span class="button primary">Approve…',
      '<span class="button danger">Reject…',
      '<span class="button ">Cancel',
    ])
    expect(drawn).toContain('Not a picture of Slack.')
  })

  test('keeps what people typed as text', () => {
    const drawn = drawBlocks(
      cardOf({
        title: TYPED,
        phase: 'waiting',
        gate: gate({ statements: [{ step: 1, title: 't', target: 'x', language: 'sql', text: TYPED }] }),
      }),
    )
    expect(drawn).not.toMatch(/<(?:img|script)/)
    expect(drawn).toContain('&lt;script&gt;1&lt;/script&gt; *bold* &amp; ')
  })

  test('has a form with its fields, what stands in them and its buttons, and the question before a press', () => {
    const plain = (text: string): { type: string; text: string } => ({ type: 'plain_text', text })
    const form = {
      title: plain('Retry · R-7'),
      submit: plain('Ask to retry step 4'),
      close: plain('Go back'),
      blocks: [
        {
          type: 'input',
          label: plain('Why?'),
          optional: false,
          element: { type: 'plain_text_input', multiline: true, initial_value: TYPED },
        },
        {
          type: 'input',
          label: plain('Where?'),
          optional: true,
          element: { type: 'external_select', initial_option: { text: plain('SEC') } },
        },
      ],
    }
    const question = {
      title: plain('Approve?'),
      text: plain('NO WAY BACK.\nPlan 7f3a'),
      confirm: plain('Approve 7f3a-91c2'),
      deny: plain('Go back'),
      style: 'danger',
    }
    const drawn = dialogsPage([[form], [question]])
    for (const part of [
      '<b>Why?</b>',
      '&lt;img src=x',
      '<div class="box list">SEC</div>',
      'Ask to retry step 4',
      '(optional)',
      '<span class="button danger">Approve 7f3a-91c2</span>',
    ])
      expect(drawn).toContain(part)
  })

  test('refuses what it cannot draw, instead of leaving it out', () => {
    expect(() => drawBlocks([{ type: 'image' }])).toThrow('the preview cannot draw a block of the type image')
    expect(() => drawBlocks([{ type: 'actions', elements: [{ type: 'overflow' }] }])).toThrow('cannot draw a overflow among buttons')
    expect(() => inWords({ type: 'raw', text: 'x' })).toThrow('the preview cannot draw a text of the type raw')
  })
})
