/** The whole product as its users start it: estate, engine, bot and worker, each a process of its own but the estate. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEstate, type Estate } from '../estate/estate.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { writeConfiguration } from '../practice/write-configuration.ts'

export interface RealHouse {
  address: string
  estate: Estate
  close(): Promise<void>
}

/** `speed`: how many times faster than life the estate is. */
export async function startRealHouse(speed: number): Promise<RealHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-console-'))
  const close: (() => Promise<void>)[] = []
  const end = async (): Promise<void> => {
    for (const each of close.toReversed()) await each()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const estate = await startEstate({ dir: join(dir, 'estate'), speed })
    close.push(() => estate.close())
    const practice = await writeConfiguration(estate, { dir, standInOnly: true })
    const start = async (...words: string[]): Promise<Program> => {
      const program = await startProgram(practice, words, join(dir, 'programs.log'))
      close.push(() => program.end())
      return program
    }
    const bot = await start('start')
    await start('worker', 'dc2-a')
    const address = /http:\S+/.exec(bot.ready)?.[0]
    if (address === undefined) throw new Error(`the bot did not say its address: ${bot.ready}`)
    return { address, estate, close: end }
  } catch (cause) {
    await end()
    throw cause
  }
}
