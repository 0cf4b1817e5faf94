import type { TeamsWords } from '../../teams-words.ts'
import { fault } from './fault.ts'
import { note } from './note.ts'
import { refusal } from './refusal.ts'

export const teams: TeamsWords = {
  refusal,
  fault,
  yourPart: 'Your part',
  lookForChoices: 'Look for choices',
  note,
}
