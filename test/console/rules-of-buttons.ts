/** Buttons of the page that decide something: they ask first, and do what was asked for. */
import { expect, test } from 'vitest'
import { gate, view } from '../chat/views.ts'
import { CAROLS, type OpenedPage } from './opened-page.ts'

export function rulesOfButtons({ at, openPage, show }: OpenedPage): void {
  test('approving asks first: what cannot be undone, the whole fingerprint; an update does not close the question', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('carol')
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByText(gate().fingerprint).first().waitFor()
    await show({ seq: 13, phase: 'waiting', gate: gate({ ...CAROLS, missing: 'Somebody else approved meanwhile.' }) })
    await page.getByText('Somebody else approved meanwhile.').waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByRole('button', { name: 'Approve 7f3a-91c2' }).click()
    await page.getByRole('heading', { name: 'Your approval of gate 2 of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([
      { type: 'approve', gate: 2, fingerprint: gate().fingerprint, by: { id: 'carol', via: 'practice' } },
    ])
  })

  test('whoever is called sees it at the run, loudly, and nobody else does', async () => {
    const called = { since: '2026-11-21T03:30:00.000Z', people: ['carol'] }
    await show({ phase: 'waiting', gate: gate({ ...CAROLS, called }) })
    const page = await openPage('carol')
    await page.locator('.mine-now.urgent', { hasText: 'You are called: gate 2 of R-7 has waited since 2026-11-21 03:30:00 UTC.' }).waitFor()
    await page.getByRole('alert').filter({ hasText: 'You are called' }).waitFor()
    const other = await openPage('dana')
    await other.getByText('Gate 2').first().waitFor()
    expect(await other.locator('.mine-now:visible').count()).toBe(0)
  })

  test('a cancel that names no run asks which is meant, and its button does it', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    at.backend.views.set('R-7', view({ phase: 'waiting', gate: gate(CAROLS) }))
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('dana')
    await page.locator('#command').fill('/countersign cancel the site is back')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Is R-7 to be cancelled? Nothing is cancelled yet.' }).waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByRole('button', { name: 'Cancel R-7', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Your cancel of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([{ type: 'cancel', run: 'R-7', reason: 'the site is back', by: { id: 'dana' } }])
  })

  test('an open question about one plan is closed when the plan is another', async () => {
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('carol')
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('button', { name: 'Approve 7f3a-91c2' }).waitFor()
    await show({ seq: 13, phase: 'waiting', gate: gate({ ...CAROLS, fingerprint: 'beef0001'.repeat(8) }) })
    await page.getByText('beef-0001').waitFor()
    expect(await page.getByRole('button', { name: /^Approve [0-9a-f]/ }).count()).toBe(0)
  })

  test('a rejection without its reason is not sent', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('amir')
    await page.getByRole('button', { name: 'Reject…' }).click()
    await page.getByRole('button', { name: 'Reject 7f3a-91c2' }).click()
    await page.getByText('This is needed.').waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByLabel('Why do you reject it?').fill('wrong pool')
    await page.getByRole('button', { name: 'Reject 7f3a-91c2' }).click()
    await page.getByRole('heading', { name: 'Your rejection of gate 2 of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([{ type: 'reject', reason: 'wrong pool' }])
  })
}
