/** The page and what it needs, read once: a request names a file of this list or gets nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { Router } from 'express'
import { refuse, wordsOf } from './refuse.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** `secret` stands in the page's head, where only a page of the same origin can read it. Labels are of the reader's language. */
export function pageRoutes(secret: string): Router {
  const files = new Map([...filesOf('page'), ...filesOf('styles')])
  const cards = dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json'))
  files.set('/page/adaptivecards.js', readFileSync(join(cards, 'dist', 'adaptivecards.min.js')))
  const page = (files.get('/page/index.html') ?? Buffer.alloc(0)).toString('utf8')
  files.delete('/page/index.html')

  const router = Router()
  router.get('/', (_request, response) => {
    const words = wordsOf(response)
    const labels = new Map(Object.entries({ ...words.page().frame, lang: words.tag, secret }))
    const html = page.replaceAll(/%(\w+)%/g, (_place, name: string) => asHtml(labels.get(name) ?? name))
    response.vary('accept-language').set('content-language', words.tag).type('text/html; charset=utf-8').send(html)
  })
  router.get('/page/words.js', (_request, response) => {
    response
      .vary('accept-language')
      .type('text/javascript; charset=utf-8')
      .send(`export const words = (${String(wordsOf(response).page)})()\n`)
  })
  router.get('/page/:name', (request, response) => {
    const file = files.get(`/page/${request.params.name}`)
    const type = TYPES[extname(request.params.name)]
    if (!file || !type) return refuse(response, 404, 'no-page', (words) => words.noPage)
    response.type(type).send(file)
  })
  router.get('/favicon.ico', (_request, response) => {
    response.redirect(301, '/page/icon.svg')
  })
  return router
}

function filesOf(folder: string): [string, Buffer][] {
  const place = join(import.meta.dirname, folder)
  return readdirSync(place).map((name) => [`/page/${name}`, readFileSync(join(place, name))])
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function asHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (mark) => MARKS[mark] ?? '').replaceAll(/`([^`]*)`/g, '<code>$1</code>')
}
