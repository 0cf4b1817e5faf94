/** The preview that the README's pictures of Teams are made with: it draws what was posted, what people typed stays text, and pictures are small. */
import type { Browser } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { gate, view } from '../chat/views.ts'
import { launchBrowser } from '../console/find-browser.ts'
import { palettePng } from './palette-png.ts'
import { teamsPage } from './preview.ts'

const TYPED = '</script><img src=x onerror=alert(1)> *bold* & "quoted"'
const browser = await launchBrowser()

afterAll(() => browser?.close())

test.skipIf(!browser)('draws a card, its thread and a chat with one person, and keeps what people typed as text', async () => {
  const statements = [{ step: 1, title: 't', target: 'x', language: 'sql' as const, text: TYPED }]
  const card = drawAdaptiveCard(drawCard(view({ title: TYPED, phase: 'waiting', gate: gate({ statements }) })))
  const page = await (browser as Browser).newPage()
  await page.setContent(
    teamsPage({
      place: 'incident',
      seenBy: 'Carol',
      width: 'desktop',
      posts: [
        { card, thread: [{ text: `03:42:10 UTC  ${TYPED}` }, { from: 'Carol Jiménez', text: 'Seen.' }], replies: 12 },
        { text: 'You cannot approve your own run.', alone: true },
      ],
    }),
  )
  const shown = await page.locator('#picture').innerText()
  for (const part of [
    'incident as Carol sees it',
    'Waiting for approval',
    '10 more replies',
    'Approve…',
    'Chat with this person alone',
    'Not a picture of Teams.',
  ])
    expect(shown).toContain(part)
  expect(shown.split(TYPED).length).toBeGreaterThan(3)
  expect(await page.locator('img').count()).toBe(0)
  await page.close()
})

test.skipIf(!browser)('a picture with fewer colours is smaller, and looks the same', async () => {
  const page = await (browser as Browser).newPage({ viewport: { width: 500, height: 400 } })
  const card = drawAdaptiveCard(drawCard(view({ phase: 'waiting', gate: gate() })))
  await page.setContent(teamsPage({ place: 'incident', posts: [{ card }], width: 'phone' }))
  const before = await page.locator('#picture').screenshot()
  const after = palettePng(before)
  expect(after.length).toBeLessThan(before.length / 2)
  const worst = await page.evaluate(
    async (pictures) => {
      const [one, two] = await Promise.all(
        pictures.map(async (picture) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob())
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
          canvas?.drawImage(image, 0, 0)
          return canvas?.getImageData(0, 0, image.width, image.height).data ?? []
        }),
      )
      return [...(one ?? [])].reduce((most, value, index) => Math.max(most, Math.abs(value - (two?.[index] ?? 255))), 0)
    },
    [before, after].map((picture) => picture.toString('base64')),
  )
  expect(worst).toBeLessThan(40)
  await page.close()
})
