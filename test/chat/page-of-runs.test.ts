import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerPageOfRuns } from '../../src/chat/ask/page-of-runs.ts'
import type { Note, Piece } from '../../src/chat/note.ts'
import { readPress } from '../../src/chat/press.ts'
import { en } from '../../src/words/en.ts'
import type { RunSummary } from '../../src/run/view/view.ts'

const PAGE = 4

interface Listed {
  n: number
  active: boolean
  /** Of an ended one: it is listed with the active ones, and lies on a page of older ones. */
  recent: boolean
  kept: boolean
}

const summary = ({ n, active }: Pick<Listed, 'n' | 'active'>): RunSummary => ({
  run: `R-${n}`,
  title: 'Fail over',
  phase: active ? 'working' : 'done',
  rehearsal: false,
  requester: { id: 'dana', name: 'Dana Ruiz' },
  conversation: { platform: 'slack', channel: 'C1' },
  mirrors: [],
  startedAt: '2026-11-21T03:12:00.000Z',
})

/** As the engine lists them: what is active and what ended lately at once, and older ones by pages of numbers. */
function engine(runs: readonly Listed[]): Parameters<typeof answerPageOfRuns>[0] {
  const newest = runs.toSorted((a, b) => b.n - a.n)
  return {
    runs: async () => newest.filter(({ active, recent }) => active || recent).map(summary),
    olderRuns: async (before) => {
      const below = newest.filter(({ n, active, recent, kept }) => !active && (kept || !recent) && n < Number(before.slice(2)))
      const page = Math.floor((below[0]?.n ?? 0) / PAGE)
      return below.filter(({ n }) => Math.floor(n / PAGE) === page).map(summary)
    },
  }
}

const namesIn = ({ body }: Note): string[] => body.flatMap((piece) => (piece.type === 'rows' ? piece.rows.map(({ name }) => name) : []))
const buttonOf = ({ body }: Note): Extract<Piece, { type: 'press' }> | undefined => body.find((piece) => piece.type === 'press')

async function allPages(backend: Parameters<typeof answerPageOfRuns>[0]): Promise<string[][]> {
  const pages: string[][] = []
  for (let after: string | undefined, more = true; more;) {
    const note = await answerPageOfRuns(backend, en, after)
    pages.push(namesIn(note))
    const press = readPress(buttonOf(note)?.data)
    more = press !== undefined
    after = press?.run
  }
  return pages
}

const many = (count: number, of: Omit<Listed, 'n'>, from = 1): Listed[] => Array.from({ length: count }, (_, n) => ({ n: n + from, ...of }))

describe('the runs, a page at a time', () => {
  test('are all of them once: what is active, then what has ended, newest first', async () => {
    const listed = fc.record({ n: fc.integer({ min: 1, max: 300 }), active: fc.boolean(), recent: fc.boolean(), kept: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(listed, { selector: ({ n }) => n, maxLength: 120 }), async (runs) => {
        const newest = runs.toSorted((a, b) => Number(b.active) - Number(a.active) || b.n - a.n).map(({ n }) => `R-${n}`)
        const pages = await allPages(engine(runs))
        expect(pages.flat()).toEqual(newest)
        expect(pages.slice(0, -1).every((page) => page.length === 25)).toBe(true)
      }),
    )
  })

  test('say what they are, and have a button for more only where there are more', async () => {
    const ended = { active: false, recent: false, kept: true }
    const first = await answerPageOfRuns(engine(many(26, ended)), en)
    expect([first.title, buttonOf(first)]).toEqual([
      '25 runs',
      { type: 'press', run: 'R-2', label: 'Older runs', data: { v: 1, act: 'older', run: 'R-2' } },
    ])
    const second = await answerPageOfRuns(engine(many(26, ended)), en, 'R-2')
    expect([second.title, namesIn(second), buttonOf(second)]).toEqual(['1 older run', ['R-1'], undefined])
    expect(buttonOf(await answerPageOfRuns(engine(many(25, ended)), en))).toBeUndefined()
  })

  test('that are not there are said not to be', async () => {
    expect(await answerPageOfRuns(engine([]), en)).toMatchObject({ title: 'No runs', body: [{ type: 'text' }] })
    expect(await answerPageOfRuns(engine([]), en, 'R-1')).toEqual({ tone: 'info', title: 'There are no older runs.', body: [] })
  })
})
