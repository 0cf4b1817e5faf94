/** What holds for every block, asked of one PowerShell, as a worker keeps one for each target. */
import { afterAll, describe } from 'vitest'
import { rulesOfAgreement } from './rules-of-agreement.ts'
import { rulesOfBlocks, rulesOfBlocksInPowerShell } from './rules-of-blocks.ts'
import { rulesOfBoundValues, rulesOfBoundValuesInPowerShell } from './rules-of-bound-values.ts'
import { INITIALISES, rulesOfErrors, rulesOfErrorsInPowerShell, rulesOfInitialise } from './rules-of-errors.ts'
import { rulesOfLooks, rulesOfLooksInPowerShell, rulesOfNoList } from './rules-of-looks.ts'
import { rulesOfClosing, rulesOfLeftPrograms, rulesOfLostProcesses, rulesOfStops, rulesOfWaits } from './rules-of-stops.ts'
import { rulesOfStrangers } from './rules-of-strangers.ts'
import { rulesOfTalk, rulesOfTalkInPowerShell } from './rules-of-talk.ts'
import { inBothShells, openBench } from './shells.ts'

inBothShells((kind) => {
  const bench = openBench(kind.target())
  afterAll(() => bench.shell.close())

  describe('a block', () => rulesOfBlocks(bench, kind))
  describe('a value', () => rulesOfBoundValues(bench, kind))
  describe('an error', () => rulesOfErrors(bench))
  describe('what it says', () => rulesOfTalk(bench))
  describe('a look', () => rulesOfLooks(bench))
  describe('a stranger', () => rulesOfStrangers(bench))
  if (!kind.standIn) {
    describe('a block of PowerShell alone', () => rulesOfBlocksInPowerShell(bench))
    describe('a value of PowerShell alone', () => rulesOfBoundValuesInPowerShell(bench))
    describe('an error of PowerShell alone', () => rulesOfErrorsInPowerShell(bench, kind))
    describe('what PowerShell alone says', () => rulesOfTalkInPowerShell(bench))
    describe('a look of PowerShell alone', () => rulesOfLooksInPowerShell(bench))
    describe('the stand-in says the same', () => rulesOfAgreement(bench))
  }
  describe('a stop', () => rulesOfStops(bench))
  describe('a wait', () => rulesOfWaits(bench))
  // What ends the process comes last.
  describe('a lost process', () => rulesOfLostProcesses(bench, kind))
  if (!kind.standIn) describe('a program that is left', () => rulesOfLeftPrograms(bench))
  describe('a close', () => rulesOfClosing(bench))
})

inBothShells((kind) => {
  const { readers: _none, ...target } = kind.target()
  const bench = openBench(kind.standIn ? target : { ...target, initialise: INITIALISES })
  afterAll(() => bench.shell.close())

  describe('a host without readers', () => rulesOfNoList(bench))
  if (!kind.standIn) describe('a host with a script', () => rulesOfInitialise(bench))
})
