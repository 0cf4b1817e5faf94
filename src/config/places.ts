/** What stands in the wrong place of a configuration: practice beside something real, a site that is none. Judged from what was written, whatever else is wrong. */
import { didYouMean } from '../text/closest-name.ts'
import type { Fault } from '../text/fault.ts'
import type { YamlMap } from '../yaml/read-map.ts'
import { engineFaults } from './engine.ts'
import { teamsFaults } from './teams.ts'

export function placeFaults(file: string, map: YamlMap): Fault[] {
  const fault = (path: string[], what: string, next: string): Fault => ({ file, line: map.lineOf(path), what, next })
  return [
    ...practiceFaults(map.data, fault),
    ...siteFaults(map.data, fault),
    ...workerFaults(map.data, fault),
    ...instanceFaults(map.data, fault),
    ...readerFaults(map.data, fault),
    ...scriptlessFaults(map.data, fault),
    ...machineFaults(map.data, fault),
    ...engineFaults(keysOf(map.data['engine']), fault),
    ...(map.data['teams'] === undefined ? [] : teamsFaults(keysOf(map.data['teams']), map.data['practice'] === true, fault)),
  ]
}

type Say = (path: string[], what: string, next: string) => Fault

/** "Speak as" must never stand beside something real, and a stand-in must never be taken for PowerShell. */
function practiceFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  const targets = Object.entries(keysOf(data['targets']))
  const real = targets.filter(([, target]) => keysOf(target)['practice'] !== true)
  const standIns = real
    .filter(([, target]) => keysOf(target)['standIn'] !== undefined)
    .map(([name]) =>
      fault(
        ['targets', name, 'standIn'],
        `target ${name} names a stand-in for PowerShell and is not a practice target.`,
        'Remove `standIn`: blocks of a real target run in a real PowerShell only.',
      ),
    )
  if (data['practice'] !== true) return [...standIns, ...controlFaults(data, fault)]
  const beside = real.map(([name]) =>
    fault(
      ['targets', name],
      `target ${name} is not a practice target, and \`practice: true\` lets anybody at the console speak as anybody.`,
      'Remove `practice: true`, or mark the target with `practice: true` if it is one.',
    ),
  )
  // A stand-in of Slack on this machine is practice as well.
  const slack = data['slack']
  if (slack === undefined || keysOf(slack)['apiUrl'] !== undefined) return [...standIns, ...beside]
  const what = '`slack` stands beside `practice: true`, which lets anybody at the console speak as anybody.'
  return [...standIns, ...beside, fault(['slack'], what, 'Remove one of them.')]
}

/** Whoever presses there breaks what the targets are, on purpose. */
function controlFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  if (data['practiceControl'] === undefined) return []
  const what =
    '`practiceControl` lets anybody at the console break the practice estate, and stands in a configuration without `practice: true`.'
  return [fault(['practiceControl'], what, 'Remove it.')]
}

function siteFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  // Without any sites every target would look astray: that is no fault of the targets.
  if (typeof data['sites'] !== 'object') return []
  const sites = Object.keys(keysOf(data['sites']))
  return Object.entries(keysOf(data['targets'])).flatMap(([name, target]) => {
    const site = keysOf(target)['site']
    if (typeof site !== 'string' || sites.includes(site)) return []
    const advice = didYouMean(site, sites, `add it under \`sites\`, or choose one of ${sites.join(', ') || '(none yet)'}`)
    return [fault(['targets', name, 'site'], `target ${name} lies in site \`${site}\`, which is not configured`, advice)]
  })
}

/** A log says which worker signed: by its name and by its key. */
function workerFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  const seen = new Map<string, string>()
  const keys = new Map<unknown, string>()
  return Object.entries(keysOf(data['sites'])).flatMap(([site, of]) =>
    Object.entries(keysOf(keysOf(of)['workers'])).flatMap(([worker, written]) => {
      const { key } = keysOf(written)
      const [other, twin] = [seen.get(worker), keys.get(key)]
      seen.set(worker, site)
      if (typeof key === 'string') keys.set(key, worker)
      const path = ['sites', site, 'workers', worker]
      if (other !== undefined) return [fault(path, `worker ${worker} stands in site ${other} too.`, 'Give each worker a name of its own.')]
      if (twin === undefined) return []
      return [
        fault(
          [...path, 'key'],
          `worker ${worker} has the key of ${twin}.`,
          `Make one of its own: \`countersign worker ${worker} --init\`.`,
        ),
      ]
    }),
  )
}

/** The port of a default instance never leads to a named one, unless somebody says so. */
function instanceFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  return Object.entries(keysOf(data['targets'])).flatMap(([name, target]) => {
    const { instance, port } = keysOf(target)
    // Windows calls the service of a default instance so; the server itself has no name for it.
    if (typeof instance !== 'string' || /^mssqlserver$/i.test(instance) || port !== undefined) return []
    return [
      fault(
        ['targets', name, 'instance'],
        `target ${name} names the instance ${instance} and no port, and a named instance listens on a port of its own.`,
        `Write it as \`port\`: SQL Server Configuration Manager shows it (Protocols for ${instance}, TCP/IP, IPAll). Give the instance a fixed one there.`,
      ),
    ]
  })
}

/** SQL Server takes log-in names for equal whatever their case, on most collations. */
function readerFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  return Object.entries(keysOf(data['targets'])).flatMap(([name, target]) => {
    const { user, reader } = keysOf(target)
    const looks = keysOf(reader)['user']
    if (typeof user !== 'string' || typeof looks !== 'string' || user.toLowerCase() !== looks.toLowerCase()) return []
    return [
      fault(
        ['targets', name, 'reader', 'user'],
        `target ${name} looks with ${looks}, the log-in that acts, so a look could write.`,
        'Make a second log-in on the server that may only look, and name it here.',
      ),
    ]
  })
}

/** Without a script nobody logs in anywhere: blocks run as the worker itself, and a reader would look like a safeguard. */
function scriptlessFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  return Object.entries(keysOf(data['targets'])).flatMap(([name, target]) => {
    const { kind, initialise, reader } = keysOf(target)
    if (kind !== 'powershell' || reader === undefined || initialise !== undefined || keysOf(reader)['initialise'] !== undefined) return []
    return [
      fault(
        ['targets', name, 'reader'],
        `target ${name} has a \`reader\` and no \`initialise\`, so nothing logs in with it: blocks run as the worker's own account.`,
        'Write an `initialise` script that connects as `$user`, or remove `reader`.',
      ),
    ]
  })
}

/** A name that nothing is compared with would look like a safeguard. */
function machineFaults(data: Record<string, unknown>, fault: Say): Fault[] {
  return Object.entries(keysOf(data['targets'])).flatMap(([name, target]) => {
    const { machineName, initialise } = keysOf(target)
    if (machineName === undefined || initialise === undefined) return []
    return [
      fault(
        ['targets', name, 'machineName'],
        `target ${name} has a \`machineName\` beside \`initialise\`, and then the worker's machine only carries what goes over: nothing is compared with that name.`,
        'Remove `machineName`, or `initialise` if the blocks are to run on the worker’s machine.',
      ),
    ]
  })
}

function keysOf(written: unknown): Record<string, unknown> {
  return typeof written === 'object' && written !== null && !Array.isArray(written) ? (written as Record<string, unknown>) : {}
}
