/** Typed lines that begin and change nothing. */
import { en } from '../../src/words/en.ts'
import { personalPlace } from './stand-in/places.ts'
import type { Refusal } from './refusal-scene.ts'

const START = 'keep copy from=D:\\letters\\a.txt to=D:\\letters\\b.txt files=sec-host'

export const BY_LINE: Refusal[] = [
  {
    name: 'of a start in one’s own chat',
    try: (scene) => {
      scene.teams.connector.messages.personal('dana')
      return scene.type('dana', START, { place: personalPlace('dana').id })
    },
    says: en.teams.refusal({ of: 'place', because: 'direct' }),
  },
  {
    name: 'of a start by who may not',
    try: (scene) => scene.type('amir', START),
    says: 'Amir Haddad may not start /keep copy: its policy lets operators start it. Ask one of them.',
  },
  {
    name: 'of a verb alone by who may start nothing of it',
    try: (scene) => scene.type('amir', 'keep'),
    says: 'Amir Haddad may start nothing that begins with keep. /countersign list says who may.',
  },
  {
    name: 'that is no command',
    try: (scene) => scene.type('dana', 'keep cpy'),
    says: 'There is no command /keep cpy. Did you mean /keep copy? /countersign list shows what can be started.',
  },
  {
    name: 'with a parameter that is none',
    try: (scene) => scene.type('dana', 'keep copy form=D:\\letters\\a.txt'),
    says: '/keep copy has no parameter form. Did you mean from? It has from, to, files, note.',
  },
  {
    name: 'longer than anybody types',
    try: (scene) => scene.type('dana', `status ${'x'.repeat(5000)}`),
    says: en.notes.typed.tooLong('/countersign status '.length + 5000),
  },
  {
    name: 'of a cancel without a reason',
    try: (scene) => scene.type('amir', `cancel ${scene.waiting.run}`),
    says: /^A cancel needs its reason: \/countersign cancel R-\d+ and why\.$/,
  },
  {
    name: 'of a cancel of no run',
    try: (scene) => scene.type('amir', 'countersign cancel R-999 the wrong one'),
    says: 'There is no run R-999. /countersign runs lists them.',
  },
  {
    name: 'with HTML for a command',
    try: (scene) => scene.type('dana', '<b>keep</b> copy'),
    says: /^There is no command \/<b>keep<\/b> copy\./,
  },
]
