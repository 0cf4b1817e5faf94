import type { TeamsWords } from '../../teams-words.ts'
import { fault } from './fault.ts'

export const teams: TeamsWords = {
  fault,
  yourPart: 'Your part',
}
