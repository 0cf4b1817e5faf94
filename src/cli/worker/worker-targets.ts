/** The targets of one site with their secrets, as a worker wants them. A secret that leads to nothing is carried as its sentence. */
import { inheritedEnvironment, resolveSecret } from '../../config.ts'
import type { Configuration, PowerShellTarget, SqlServerTarget } from '../../config/schema.ts'
import type { ShellTarget, SqlTarget, WorkerTarget } from '../../worker/options.ts'
import { readOrRefuse } from '../installation/read-or-refuse.ts'

export function workerTargets(configuration: Configuration, site: string): Record<string, WorkerTarget> {
  return Object.fromEntries(
    Object.entries(configuration.targets)
      .filter(([, target]) => target.site === site)
      .map(([name, target]): [string, WorkerTarget] => [
        name,
        target.kind === 'sql-server' ? sqlTarget(name, target) : shellTarget(name, target),
      ]),
  )
}

function sqlTarget(name: string, target: SqlServerTarget): SqlTarget {
  return {
    kind: 'sql-server',
    name,
    host: target.host,
    port: target.port,
    user: target.user,
    password: resolveSecret(target.password, `The password of ${name}`),
    ...(target.reader !== undefined && {
      reader: { user: target.reader.user, password: resolveSecret(target.reader.password, `The password of the reader of ${name}`) },
    }),
    ...(target.instance !== undefined && { instance: target.instance }),
    ...(target.serverName !== undefined && { serverName: [target.serverName].flat() }),
    ...(target.address !== undefined && { address: target.address }),
    ...(target.ca !== undefined && { ca: readPem(name, target.ca) }),
  }
}

function shellTarget(name: string, target: PowerShellTarget): ShellTarget {
  const named = Object.entries(target.environment).map(([key, value]): [string, ShellTarget['environment'][string]] => [
    key,
    typeof value === 'string' ? value : resolveSecret(value, `${key} of ${name}`),
  ])
  return {
    kind: 'powershell',
    name,
    host: target.host,
    practice: target.practice,
    modules: target.modules,
    environment: { ...inheritedEnvironment(), ...Object.fromEntries(named) },
    ...(target.machineName !== undefined && { machineName: [target.machineName].flat() }),
    ...(target.command !== undefined && { command: target.command }),
    ...(target.standIn !== undefined && { standIn: target.standIn }),
    ...(target.initialise !== undefined && { initialise: target.initialise }),
    ...(target.user !== undefined && { user: target.user }),
    ...(target.password !== undefined && { password: resolveSecret(target.password, `The password of ${name}`) }),
    ...(target.reader !== undefined && { reader: shellReader(name, target.reader) }),
  }
}

function shellReader(
  name: string,
  { initialise, user, password }: NonNullable<PowerShellTarget['reader']>,
): NonNullable<ShellTarget['reader']> {
  return {
    ...(initialise !== undefined && { initialise }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: resolveSecret(password, `The password of the reader of ${name}`) }),
  }
}

function readPem(name: string, file: string): string {
  return readOrRefuse(
    file,
    `the authority's certificate of ${name}, ${file}, cannot be read: correct \`ca\` of that target in the configuration.`,
  )
}
