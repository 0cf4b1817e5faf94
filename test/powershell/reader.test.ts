/** A target may have a way of its own for blocks that look: another script, another log-in, or both. */
import { expect, test } from 'vitest'
import { maskOf, secretsOf } from '../../src/worker/mask.ts'
import type { ShellTarget } from '../../src/worker/options.ts'
import type { Purpose } from '../../src/worker/sql/log-in.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { inPowerShell } from './shells.ts'

const script = (verb: string) =>
  `$way = $user + ' ' + $credential.GetNetworkCredential().Password; function Get-CsWay { '${verb} as ' + $way }`

inPowerShell((kind) => {
  const target: ShellTarget = {
    kind: 'powershell',
    name: 'management',
    host: 'fe5.contoso.com',
    modules: [],
    environment: kind.target().environment,
    initialise: script('acts'),
    user: 'svc',
    password: { secret: 'one' },
  }

  test.each([
    ['without a reader both go the same way', {}, { look: 'acts as svc one', act: 'acts as svc one', processes: 1 }],
    [
      'with a log-in of its own',
      { reader: { user: 'read', password: { secret: 'two' } } },
      { look: 'acts as read two', act: 'acts as svc one', processes: 2 },
    ],
    [
      'with a script of its own',
      { reader: { initialise: script('looks'), user: 'read', password: { secret: 'two' } } },
      { look: 'looks as read two', act: 'acts as svc one', processes: 2 },
    ],
  ])('%s', async (_, more, told) => {
    const shells = openShells(maskOf([]))
    const ask = async (purpose: Purpose) => {
      const shell = shells.of({ ...target, ...more }, purpose)
      if ('refusal' in shell) throw new Error(shell.refusal.code)
      return shell.runBlock({ purpose, text: 'Get-CsWay', values: {}, firstLine: 1, timeoutMs: 60_000 })
    }
    const [look, act] = [await ask('look'), await ask('act')]
    expect({ look: look.objects[0], act: act.objects[0], processes: new Set([look.shell?.pid, act.shell?.pid]).size }).toEqual(told)
    await shells.close()
  })

  test('the secret of the reader is covered, too', () => {
    const mask = maskOf(secretsOf([{ ...target, reader: { password: { secret: 'two' } } }]))
    expect(mask('one or two')).toBe('•••••• or ••••••')
  })
})
