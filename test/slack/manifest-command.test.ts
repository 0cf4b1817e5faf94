/** `countersign manifest slack` over its life: written, checked, drifted, and with an address. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { openSmallHouse } from '../cli/small-installation.ts'

test('the manifest is written, found right, and found wrong as soon as a document changes', async () => {
  using installation = openSmallHouse()
  const check = () => installation.run('manifest', 'slack', '--check')
  const outOfDate = 'manifest/slack.yaml is out of date: write it with "countersign manifest slack", and update the app in Slack from it.'
  const missing = await check()
  expect(missing.code).toBe(1)
  expect(missing.error).toContain(outOfDate)
  expect(await installation.run('manifest', 'slack')).toEqual({
    code: 0,
    out: 'manifest/slack.yaml is written. Create or update the app from it at https://api.slack.com/apps.\n',
    error: '',
  })
  expect(await check()).toEqual({ code: 0, out: 'manifest/slack.yaml is what the documents and the code want.\n', error: '' })
  const document = 'commands/failover-persistent-chat.md'
  const text = readFileSync(join(installation.dir, document), 'utf8')
  installation.write(document, text.replace('command: /failover persistent-chat', 'command: /failover group-chat'))
  const drifted = await check()
  expect(drifted.code).toBe(1)
  expect(drifted.error).toContain(outOfDate)
})

test('with an address it is printed for requests, and an address that is not https is refused', async () => {
  using installation = openSmallHouse()
  const url = 'https://countersign.contoso.com/slack/events'
  const { code, out } = await installation.run('manifest', 'slack', '--url', url)
  const manifest = parse(out) as { settings: Record<string, unknown>; features: { slash_commands: { command: string; url: string }[] } }
  expect(code).toBe(0)
  expect(manifest.settings['socket_mode_enabled']).toBe(false)
  expect(manifest.settings['interactivity']).toEqual({ is_enabled: true, request_url: url, message_menu_options_url: url })
  expect(manifest.features.slash_commands.map(({ command, url: to }) => [command, to])).toEqual([
    ['/countersign', url],
    ['/failover', url],
  ])
  const refused = await installation.run('manifest', 'slack', '--url', 'http://countersign.contoso.com')
  expect(refused.code).toBe(2)
  expect(refused.error).toContain('--url must be the https address at which Slack reaches you.')
})

test('more slash commands than Slack gives an app are refused, with their number', async () => {
  using installation = openSmallHouse()
  const document = 'commands/failover-persistent-chat.md'
  const text = readFileSync(join(installation.dir, document), 'utf8')
  for (let number = 1; number < 50; number++)
    installation.write(`commands/mend-${number}.md`, text.replace('command: /failover persistent-chat', `command: /mend-${number} all`))
  expect(await installation.run('manifest', 'slack')).toEqual({
    code: 1,
    out: '',
    error:
      'countersign manifest: The commands of the documents begin with 50 different words; beside /countersign, Slack gives an app 49 slash commands: let some begin with the same.\n',
  })
})
