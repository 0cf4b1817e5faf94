/** Whole conversations in Slack, of which the channel speaks one language and the people another: nothing is said by chat itself, and no language by the other. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../src/chat/chat-event.ts'
import { converse } from '../../src/chat/conversation.ts'
import * as acts from '../run/acts.ts'
import { ANSWERS } from '../run/practice.ts'
import { noteTexts } from './read-texts.ts'
import { Scene } from './slack-scene.ts'

const marksIn = (texts: string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/⟦(\w+)/g)].map(([, mark = '']) => mark))),
]

/** What people type who get it wrong is said back to them. */
const TYPED = [
  '/countersign help',
  '/countersign list',
  '/countersign runs',
  '/countersign whoami',
  '/countersign show failover persistent-chat',
  '/countersign show nowhere',
  '/countersign show',
  '/countersign status',
  '/countersign status R-9',
  '/countersign status nowhere',
  '/countersign status R-1 R-2',
  '/countersign plan',
  '/countersign audit',
  '/countersign plan R-1',
  '/countersign audit R-1',
  '/countersign status R-1',
  '/countersign mirror',
  '/countersign mirror R-9 here',
  '/countersign mirror R-1 nowhere',
  '/countersign mirror R-1 here',
  '/countersign cancel',
  '/countersign cancel R-9 nowhere',
  '/countersign cancel 9 nowhere',
  '/countersign cancel R-1 R-2 nowhere',
  '/countersign nowhere',
  '/failover nowhere',
  '/failover persistent-chat nowhere',
  '/failover persistent-chat nowhere=1 pool=1 pool=2 --nowhere',
  '/failover persistent-chat pool="nowhere',
]

let scene: Scene
beforeEach(() => {
  scene = new Scene()
})

describe('in Slack', () => {
  test('questions, forms, a gate, refusals, a failure and the end', async () => {
    const { backend } = scene
    for (const line of TYPED) await scene.type('dana', line)
    await scene.type('carol', '/failover')
    await scene.type('dana', '/failover')
    await scene.submit('dana', { 'answer.pool': 'not a name' })
    await scene.submit('dana', Object.fromEntries(Object.entries(ANSWERS).map(([name, value]) => [`answer.${name}`, value])))
    await scene.show()
    await scene.press('dana', await scene.button('approve'))
    await scene.press('zoe', await scene.button('reject'))
    await scene.press('amir', await scene.button('reject'))
    await scene.submit('amir', { 'reject.reason': ' ' })
    await scene.press('amir', await scene.button('approve'))
    await scene.show()
    for (const line of TYPED) await scene.type('amir', line)
    await scene.type('dana', '/countersign cancel nowhere')
    await scene.home.open('carol')
    await scene.press('carol', await scene.button('approve'))
    acts.claimOf(2)(backend.run)
    await scene.show()
    acts.reports(acts.FAILED)(backend.run)
    acts.until((state) => state.attention !== undefined)(backend.run)
    await scene.show()
    const retry = await scene.button('retry')
    await scene.press('dana', retry)
    await scene.submit('dana', { 'retry.reason': 'nowhere' })
    await scene.show()
    await scene.press('dana', retry)
    acts.rejects('carol')(backend.run)
    await scene.press('dana', await scene.button('abort'))
    await scene.submit('dana', { 'abort.reason': 'nowhere' })
    for (const who of ['amir', 'carol']) await scene.press(who, await scene.button('approve'))
    await scene.show()
    await scene.home.open('dana')
    await scene.press('dana', retry)
    scene.home.close()

    expect(backend.run.made.phase).toBe('aborted')
    expect(scene.unsaidIn(scene.inChannel())).toEqual([])
    expect(scene.unsaidIn(scene.toPeople(), TYPED)).toEqual([])
    expect(marksIn(scene.inChannel())).toEqual(['qpc'])
    expect(marksIn(scene.toPeople())).toEqual(['qpp'])
  })

  test('whom neither Slack nor people.yaml gives a language is answered in English', async () => {
    await scene.type('mallory', '/countersign help')
    expect(scene.toPeople()[0]).toContain('No person in people.yaml has the practice account mallory')
  })

  test('two channels keep to their own language at once', async () => {
    await scene.type('dana', `/failover persistent-chat ${typed(ANSWERS)}`)
    await Promise.all([scene.show(), scene.show('C0DRILL', 'R-2')])
    expect(marksIn(scene.inChannel())).toEqual(['qpc'])
    expect(marksIn(scene.inChannel('C0DRILL'))).toEqual(['qpp'])
  })
})

describe('on the console', () => {
  test('whoever is answered reads what their browser asks for, and English where that is not spoken', async () => {
    const { backend } = scene
    const answered = async (languages: string[], text: string): Promise<string[]> => {
      const event: ChatEvent = { ...backend.event('dana', { type: 'typed', text }), languages }
      return noteTexts((await converse(backend, event)).note)
    }
    const texts = (await Promise.all(TYPED.map((line) => answered(['fr', 'qpp-KR'], line)))).flat()
    expect(scene.unsaidIn(texts, TYPED)).toEqual([])
    expect(marksIn(texts)).toEqual(['qpp'])
    expect(await answered(['fr', '*'], '/countersign list')).toContain('What can be started')
  })
})

function typed(answers: Record<string, string>): string {
  return Object.entries(answers)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')
}
