/** A worker in a process of its own, for tests that stop or kill it. Options come as its first message. */
import { once } from 'node:events'
import type { WorkerOptions } from '../../src/worker/options.ts'
import { startWorker } from '../../src/worker/start-worker.ts'

// A test that was ended itself must not leave its workers behind.
process.once('disconnect', () => process.exit(1))

const say = (_: object, text: string) => void process.stderr.write(`${text}\n`)
const [options] = (await once(process, 'message')) as [Omit<WorkerOptions, 'logger'>]
startWorker({ ...options, logger: { info: say, warn: say, error: say } })
