import { expect, test } from 'vitest'
import { atGate, newCopy, type Stage } from './stage.ts'
import { runOf, untilSays } from './watch.ts'

export function rulesOfStarting(stage: Stage): void {
  test('a start with everything typed leads to a gate that shows what will be sent, to what, and that there is no way back', async () => {
    const { card, copy } = await atGate(stage)
    const text = card.text.join('\n')
    expect(text).toContain('Keep a copy of a file')
    expect(text).toContain('Gate 1: Copy the file')
    expect(text).toContain('NO WAY BACK after step 1.')
    expect(text).toContain('Copy-Item -LiteralPath $from -Destination $to')
    expect(text).toContain(copy.from)
    expect(text).toContain(copy.to)
    expect(text).toContain('1 of dba')
    expect(text).toContain('1 of uc-leads')
    expect(card.buttons.map(({ label }) => label)).toEqual(['Approve…', 'Reject…', 'Withdraw'])
  })

  test('what is missing is asked for in a form: faults come back at their fields, nothing is taken, and what was written stays', async () => {
    const { platform, installation } = stage
    const copy = newCopy()
    installation.writeLetter(copy.name)
    const asked = await platform.type('dana', `/keep copy to=${copy.to}`)
    const form = await platform.form('dana', asked)
    expect(form.fields['from']?.label).toBe('Which file is copied?')
    expect(form.fields['files']?.label).toBe('Which endpoint copies it?')
    expect(form.fields['files']?.choices).toEqual(['management', 'sec-host'])
    expect(form.fields['note']?.value).toBe('practice')
    const refused = await platform.submit('dana', form, { from: 'letters', files: 'sec-host' })
    expect(refused.fields).toEqual({ from: '`letters` is neither `\\\\server\\share\\…` nor `D:\\…`.' })
    const taken = await platform.submit('dana', form, { from: copy.from, files: 'sec-host' })
    expect(taken.fields).toEqual({})
    const card = await untilSays(platform, runOf(taken), 'Waiting for approval')
    expect(card.text.join('\n')).toContain(copy.from)
  })

  test('a fault in what was typed is said to its person, with what was probably meant', async () => {
    const { platform } = stage
    expect((await platform.type('dana', '/keep copy form=D:\\letters\\a.txt --rehears')).lines).toEqual([
      '/keep copy has no parameter form. Did you mean from? It has from, to, files, note.',
      'There is no option --rehears. Did you mean --rehearse?',
    ])
    expect((await platform.type('dana', '/keep cpy')).lines).toEqual([
      'There is no command /keep cpy. Did you mean /keep copy? /countersign list shows what can be started.',
    ])
  })

  test('nobody starts what the policy does not let their groups start', async () => {
    const { platform } = stage
    expect((await platform.type('amir', '/keep copy')).lines).toEqual([
      'Amir Haddad may not start /keep copy: its policy lets operators start it. Ask one of them.',
    ])
    expect((await platform.type('dana', '/keep watch')).lines).toEqual([
      'Dana Whitfield may not start /keep watch: its policy lets duty-managers start it. Ask one of them.',
    ])
  })

  test('an account that belongs to nobody is told so, and can do nothing', async () => {
    const { platform } = stage
    const sentence = `No person in people.yaml has the ${platform.account('stranger')}: ask whoever keeps that file to add it.`
    expect((await platform.type('stranger', '/keep copy')).lines).toEqual([sentence])
    expect((await platform.type('stranger', '/countersign help')).lines).toEqual([sentence])
  })

  test('what people type is shown as they typed it, and is nothing else', async () => {
    const typed = '<!channel> <@U0AMIRHADD> <https://evil.example|safe> *bold* _thin_ ~no~ `code` &amp; [a](https://evil.example)'
    const { card } = await atGate(stage, { words: `note="${typed}"` })
    expect(card.text.join('\n')).toContain(typed)
  })
}
