/** What needs a PowerShell with the cmdlets of an estate, asked of one. */
import { afterAll, describe } from 'vitest'
import { rulesOfCmdlets, rulesOfAnEstateThatIsAway } from './rules-of-cmdlets.ts'
import { rulesOfTheCmdletTable } from './rules-of-cmdlet-table.ts'
import { rulesOfFailoverBlocks, theDocumentHasItsBlocks } from './rules-of-failover-blocks.ts'
import { inBothShells, openBench } from './shells.ts'
import { startSmallEstate } from './small-estate.ts'

const ENDPOINT = 'sec-host'

theDocumentHasItsBlocks()

const estates = [await startSmallEstate(), await startSmallEstate()]
afterAll(() => Promise.all(estates.map((estate) => estate.close())))

inBothShells((kind) => {
  const estate = estates[kind.standIn ? 0 : 1]
  if (estate === undefined) throw new Error('each shell has an estate of its own')
  const bench = openBench(kind.target(estate, ENDPOINT))
  afterAll(() => bench.shell.close())

  describe('a cmdlet', () => rulesOfCmdlets(bench, estate, ENDPOINT))
  if (!kind.standIn) describe('every cmdlet', () => rulesOfTheCmdletTable(bench))
  describe('a block of the document', () => rulesOfFailoverBlocks(bench, estate, ENDPOINT))
  describe('an estate', () => rulesOfAnEstateThatIsAway(bench, estate))
})
