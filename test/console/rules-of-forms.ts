/** Forms of the page: what they list, where the focus is, and what outlives an update. */
import { expect, test } from 'vitest'
import type { SaidView } from '../../src/words/said-view.ts'
import { logOf } from '../chat/choosing.ts'
import { TARGETS } from '../run/practice.ts'
import type { OpenedPage } from './opened-page.ts'

const questions: SaidView['questions'] = [
  { name: 'pool', ask: 'Which Persistent Chat pool is down?', type: 'fqdn', required: true, example: 'lyncpc.contoso.com' },
  {
    name: 'backup',
    ask: 'Which SQL Server holds the backup database?',
    type: 'sql-server',
    required: true,
    choices: [
      { title: 'SEC · sqlb1', value: 'SEC' },
      { title: 'SECM · sqlb2', value: 'SECM' },
    ],
  },
]

export function rulesOfForms({ at, openPage, show }: OpenedPage): void {
  test('a field lists what its server has once that is answered, and takes what is typed all the same', async () => {
    const page = await openPage('dana')
    at.backend.targets = TARGETS
    at.backend.logs.set('R-7', logOf({}))
    at.backend.offer = { choices: [{ title: 'of Monday', value: 'mgc_1' }], more: false }
    const copy = { name: 'copy', ask: 'Which copy?', type: 'database', required: true, needs: ['backup', 'database'] }
    await show({ phase: 'gathering', questions: [...questions.slice(1), copy] })
    await page.getByText('There is something to choose from once backup is answered.').waitFor()
    await page.getByLabel('Which SQL Server holds the backup database?').selectOption('SEC')
    await page.getByText('1 found; another one can be typed.').waitFor()
    const field = page.getByLabel('Which copy?')
    expect(
      await field.evaluate((input: HTMLInputElement) => [...(input.list?.options ?? [])].map(({ value, text }) => [value, text])),
    ).toEqual([['mgc_1', 'of Monday']])
    expect(at.backend.choicesAsked).toMatchObject([{ target: 'SEC', name: 'copies', answers: { backup: 'SEC', database: 'mgc' } }])
    at.backend.offer = { not: { is: 'none', target: 'SECM' } }
    await page.getByLabel('Which SQL Server holds the backup database?').selectOption('SECM')
    await page.getByText('Nothing to choose from: SECM has nothing that fits. Type it.').waitFor()
    expect(await field.getAttribute('list')).toBeNull()
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await field.fill('mgc_9')
    await page.getByRole('button', { name: 'Start R-7' }).click()
    await expect.poll(() => at.backend.sent).toMatchObject([{ type: 'answer', answers: { backup: 'SECM', copy: 'mgc_9' } }])
  })

  test('a start by keyboard brings a form with the focus in its first field, and its faults to the fields', async () => {
    at.backend.answer = () => ({ seq: 1, rehearsal: false })
    const page = await openPage('dana')
    await page.locator('#command').focus()
    await page.keyboard.type('/failover persistent-chat')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'R-1 is started.' }).waitFor()
    await show({ run: 'R-1', phase: 'gathering', steps: [], questions })
    const pool = page.getByLabel('Which Persistent Chat pool is down?')
    await page.waitForFunction(() => document.activeElement?.closest('[data-section="form"]') !== null)
    await page.keyboard.type('not a name!')
    await page.keyboard.press('Tab')
    await page.keyboard.type('SECM')
    at.backend.answer = () => ({
      refusal: {
        code: 'bad-answers',
        facts: { command: '/failover persistent-chat', fields: { pool: { is: 'no-host', written: 'SECM' } } },
      },
    })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.fault', { hasText: '`SECM` is no full host name' }).waitFor()
    expect(await pool.getAttribute('aria-invalid')).toBe('true')
    expect(at.backend.sent.at(-1)).toMatchObject({
      type: 'answer',
      run: 'R-1',
      by: { id: 'dana' },
      answers: { pool: 'not a name!', backup: 'SECM' },
    })
  })

  test('what is being typed, and the focus, outlive every update of the card', async () => {
    await show({ phase: 'gathering', steps: [], questions })
    const page = await openPage('dana')
    const pool = page.getByLabel('Which Persistent Chat pool is down?')
    await pool.fill('lyncpc.con')
    await pool.evaluate((field: HTMLInputElement) => field.setSelectionRange(3, 3))
    await show({ seq: 13, phase: 'gathering', status: 'Another sentence.', steps: [], questions })
    await page.getByText('Another sentence.').waitFor()
    await show({ seq: 14, phase: 'gathering', status: 'One was answered.', steps: [], questions: questions.slice(0, 1) })
    await page.getByText('1 thing is missing').waitFor()
    await page.keyboard.type('X')
    expect(await pool.inputValue()).toBe('lynXcpc.con')
  })
}
