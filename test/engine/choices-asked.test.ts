import { expect, test } from 'vitest'
import type { BotFrame } from '../../src/connection/frames.ts'
import { choicesAskedOf, type ChoicesAsked } from '../../src/engine/gateway/choices-asked.ts'

const asked = (more: Partial<ChoicesAsked> = {}): ChoicesAsked => ({
  site: 'berlin',
  target: 'SEC',
  document: 'a'.repeat(64),
  name: 'pools',
  answers: {},
  ...more,
})
const found = (value: string) => ({ choices: [{ value, title: value }], more: false })

function lineOf() {
  const sent: (BotFrame & { type: 'choices' })[] = []
  return { sent, line: { send: (frame: BotFrame) => void (frame.type === 'choices' && sent.push(frame)), refuse: () => undefined } }
}

test('the same question is asked once, while it is out and shortly after; another one is asked for itself', async () => {
  const { sent, line } = lineOf()
  const questions = choicesAskedOf()
  const anna = { name: 'anna', line }
  const both = [questions.ask(anna, asked()), questions.ask(anna, asked())]
  const other = questions.ask(anna, asked({ answers: { pool: 'p1' } }))
  expect(sent.map(({ id, question }) => [id, question.answers])).toEqual([
    [1, {}],
    [2, { pool: 'p1' }],
  ])
  questions.answered(line, 2, found('b'))
  questions.answered(line, 1, found('a'))
  expect(await Promise.all(both)).toEqual([found('a'), found('a')])
  expect(await other).toEqual(found('b'))
  expect(await questions.ask(undefined, asked())).toEqual(found('a'))
})

test('only the worker that was asked answers, once', async () => {
  const [anna, bert] = [lineOf(), lineOf()]
  const questions = choicesAskedOf()
  const offer = questions.ask({ name: 'anna', line: anna.line }, asked())
  questions.answered(bert.line, 1, found('forged'))
  questions.answered(anna.line, 7, found('nobody asked'))
  questions.answered(anna.line, 1, { failed: ['no rights'] })
  questions.answered(anna.line, 1, found('too late'))
  expect(await offer).toEqual({ not: { is: 'failed', target: 'SEC', why: ['no rights'] } })
})

test('who goes away is not waited for, nor who is silent', async () => {
  const { line } = lineOf()
  const questions = choicesAskedOf(1)
  expect(await questions.ask({ name: 'anna', line }, asked())).toEqual({ not: { is: 'late', worker: 'anna', ms: 1 } })
  const patient = choicesAskedOf()
  const offer = patient.ask({ name: 'anna', line }, asked())
  patient.gone(lineOf().line)
  patient.gone(line)
  expect(await offer).toEqual({ not: { is: 'worker-gone', worker: 'anna' } })
})

test('few questions are out at once', async () => {
  const { sent, line } = lineOf()
  const questions = choicesAskedOf()
  const offers = Array.from({ length: 9 }, (_, index) => questions.ask({ name: 'anna', line }, asked({ name: `list ${index}` })))
  expect(await offers[8]).toEqual({ not: { is: 'crowded' } })
  expect(sent).toHaveLength(8)
  questions.gone(line)
  await Promise.all(offers)
  expect(questions.ask(undefined, asked())).toBeInstanceOf(Promise)
})
