/** What can go wrong on the practice estate because somebody wants to see it: each is real there, over the connection, in the files, in the processes. */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BadRequest } from '../../estate/control/control-server.ts'
import type { Estate } from '../../estate/estate.ts'
import type { Fault } from '../../estate/faults.ts'
import { reader, type Principal } from '../../estate/rights/principal.ts'
import { instanceNamed, TIMES } from '../../estate/state/estate-state.ts'
import { lateLog } from '../../estate/state/seed.ts'
import { LOG_SHARE } from '../../estate/state/seed-log-shipping.ts'
import { shareDirectory } from '../../estate/state/windows-path.ts'

export interface Mishap {
  id: string
  title: string
  /** What it does, what is to be seen of it, and how it goes away: a sentence or two each. */
  does: string
  see: string
  away: string
  /** What the buttons say; without the second it is over as soon as it has happened. */
  begins: string
  ends?: string
  isOn: () => boolean
  /** Says what has happened. Throws BadRequest where it cannot. */
  begin: () => Promise<string> | string
  end: () => Promise<string> | string
}

/** The process of the worker. */
export interface WorkerProcess {
  name: string
  runs(): boolean
  /** Nothing is said any more, nothing is put away. */
  kill(): Promise<void>
  start(): Promise<void>
}

export interface Stage {
  /** The one that runs now: a reset puts another one in its place. */
  estate: () => Estate
  worker: WorkerProcess
}

export function mishapsOn(stage: Stage): Mishap[] {
  return [
    lateLogBackup(stage),
    lostShare(stage),
    slowRestore(stage),
    droppedConnection(stage),
    deadWorker(stage),
    rightsToAct(stage),
    rightsToLook(stage),
  ]
}

function lateLogBackup({ estate }: Stage): Mishap {
  return {
    id: 'late-log',
    title: 'Late log backup',
    does: `One more log backup of mgc turns up on ${LOG_SHARE}, as the next link of the chain.`,
    see: 'Before step 3 it is copied with the others. After it, the step with no way back looks at the share before it begins (again where that is more than a minute ago): the run stops at attention and counts one log backup that is not copied. A retry from step 3 copies and applies it.',
    away: 'A run copies and applies it, or the reset takes it away.',
    begins: 'Let one turn up',
    isOn: () => false,
    begin: () => {
      if (!existsSync(shareOf(estate())))
        throw new BadRequest('The share is lost: bring it back first, then a log backup can turn up on it.')
      return `${lateLog(estate().state)} has turned up on ${LOG_SHARE}.`
    },
    end: () => '',
  }
}

function lostShare({ estate }: Stage): Mishap {
  const away = (): string => join(estate().state.dir, 'lost', 'pchatlogs')
  const move = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  }
  return {
    id: 'lost-share',
    title: 'Lost share',
    does: `${LOG_SHARE} is gone: its folder is moved away, and no path below it leads anywhere.`,
    see: 'The copying (step 3) stops at attention, and its check cannot tell. Bring the share back and retry; or mark the step done, with the reason that what is on it is lost.',
    away: 'Bring it back: everything on it is as it was.',
    begins: 'Lose it',
    ends: 'Bring it back',
    isOn: () => existsSync(away()),
    begin: () => {
      move(shareOf(estate()), away())
      return `${LOG_SHARE} is gone.`
    },
    end: () => {
      move(away(), shareOf(estate()))
      return `${LOG_SHARE} is back.`
    },
  }
}

/** Of a RESTORE that took a second and a half, half a minute: enough to watch it, and to cancel it. */
const TIMES_SLOWER = 20

function slowRestore({ estate }: Stage): Mishap {
  const KINDS = ['restoreLog', 'restoreFull', 'recover'] as const
  const pace = (factor: number): void => {
    for (const kind of KINDS) estate().state.times[kind] = TIMES[kind] * factor
  }
  return {
    id: 'slow-restore',
    title: 'Slow restore',
    does: `Every RESTORE takes ${TIMES_SLOWER} times as long, on every server.`,
    see: "The card's bar rises slowly, by what the server itself reports; the run waits until the step's time-out. A cancel ends the statement on the server, and the run stops at attention with what the check found.",
    away: 'End it: the next RESTORE is as fast as before, the one at work keeps its pace.',
    begins: 'Slow them down',
    ends: 'End it',
    isOn: () => estate().state.times.restoreLog > TIMES.restoreLog,
    begin: () => {
      pace(TIMES_SLOWER)
      return 'Every RESTORE is slow from now on.'
    },
    end: () => {
      pace(1)
      return 'The next RESTORE is as fast as before.'
    },
  }
}

function droppedConnection({ estate }: Stage): Mishap {
  const fault: Fault = {
    kind: 'drop-after',
    pattern: '^(EXEC master\\.dbo\\.sp_delete_log_shipping|RESTORE LOG)|RESTORE DATABASE @database WITH RECOVERY',
  }
  return {
    id: 'dropped-connection',
    title: 'Dropped connection',
    does: 'The next statement that changes a database is carried out to its end by the server, which then cuts the connection without an answer. Once.',
    see: 'The thread says that nobody knows how the attempt ended. The check asks the server over a connection of its own, finds it done, and the run goes on: nothing is sent twice, and nobody is asked.',
    away: 'It is over when it has struck; until then it can be taken back.',
    begins: 'Cut the next one',
    ends: 'Take it back',
    isOn: () => estate().faults.waiting().includes(fault),
    begin: () => {
      estate().faults.inject(fault)
      return 'The connection of the next statement that changes a database will be cut.'
    },
    end: () => {
      estate().faults.withdraw(fault)
      return 'No connection will be cut.'
    },
  }
}

function deadWorker({ worker }: Stage): Mishap {
  return {
    id: 'dead-worker',
    title: 'Dead worker',
    does: `The process of the worker ${worker.name} is killed, whatever it is at.`,
    see: 'A run at work says after some seconds that the contact is lost, and that no worker can take its order. When the worker is back the check asks the server first: what is done is not done again.',
    away: 'Bring it back: the process is started anew.',
    begins: 'Kill it',
    ends: 'Bring it back',
    isOn: () => !worker.runs(),
    begin: async () => {
      await worker.kill()
      return `The worker ${worker.name} is dead.`
    },
    end: async () => {
      await worker.start()
      return `The worker ${worker.name} is back.`
    },
  }
}

/** On SEC, the server that the failover brings online. */
function principalOf(estate: Estate, { user }: { user: string }): Principal {
  const found = instanceNamed(estate.state, 'SEC').principals.get(user.toLowerCase())
  if (found === undefined) throw new Error(`SEC has no log-in ${user}`)
  return found
}

function rightsToAct({ estate }: Stage): Mishap {
  const roles = (): Set<string> => principalOf(estate(), estate().state.login).roles
  return {
    id: 'rights-to-act',
    title: 'Rights missing: to act',
    does: 'The log-in that acts is no sysadmin on SEC any more: it may log in there, and change nothing.',
    see: 'The first statement that changes something is refused by the server: the run stops at attention, with the number and the words of the server. Nothing was changed. Give the rights back and retry.',
    away: 'Give them back.',
    begins: 'Take the rights',
    ends: 'Give them back',
    isOn: () => !roles().has('sysadmin'),
    begin: () => {
      roles().delete('sysadmin')
      return 'The log-in that acts may change nothing on SEC.'
    },
    end: () => {
      roles().add('sysadmin')
      return 'The log-in that acts may do everything on SEC again.'
    },
  }
}

function rightsToLook({ estate }: Stage): Mishap {
  const users = (): Principal['users'] => principalOf(estate(), estate().state.reader).users
  const usual = (): Principal => reader(estate().state.reader.user)
  return {
    id: 'rights-to-look',
    title: 'Rights missing: to look',
    does: 'The log-in that looks is no user of msdb on SEC any more: it cannot see log shipping, backups and restores there.',
    see: 'Step 1 stops at attention, with the number and the words of the server; a check that needs msdb cannot tell. What cannot be seen is never taken for not there. Give the rights back and retry.',
    away: 'Give them back.',
    begins: 'Take the rights',
    ends: 'Give them back',
    isOn: () => !users().has('msdb'),
    begin: () => {
      users().delete('msdb')
      return 'The log-in that looks sees nothing of msdb on SEC.'
    },
    end: () => {
      for (const [database, user] of usual().users) users().set(database, user)
      return 'The log-in that looks sees everything on SEC again.'
    },
  }
}

function shareOf(estate: Estate): string {
  return shareDirectory(estate.state.dir, 'files', 'pchatlogs')
}
