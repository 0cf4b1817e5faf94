/** The targets of one site with their secrets, and the secrets that parameters name, as a worker wants them. A secret that leads to nothing is carried as its sentence. */
import { inheritedEnvironment, readSecret } from '../../config.ts'
import type { SecretFault } from '../../run/facts/worker-fault.ts'
import type { Configuration, PowerShellTarget, SqlServerTarget } from '../../config/schema.ts'
import type { SecretReference } from '../../config/values.ts'
import type { Secret, ShellTarget, SqlTarget, WorkerTarget } from '../../worker/options.ts'
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

export function workerSecrets({ secrets }: Configuration): Record<string, Secret> {
  return Object.fromEntries(Object.entries(secrets).map(([name, reference]) => [name, secretOf(reference, { what: 'named', name })]))
}

function sqlTarget(name: string, target: SqlServerTarget): SqlTarget {
  return {
    kind: 'sql-server',
    name,
    host: target.host,
    port: target.port,
    user: target.user,
    password: secretOf(target.password, { what: 'password', target: name }),
    ...(target.reader !== undefined && {
      reader: { user: target.reader.user, password: secretOf(target.reader.password, { what: 'reader-password', target: name }) },
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
    typeof value === 'string' ? value : secretOf(value, { what: 'variable', target: name, name: key }),
  ])
  return {
    kind: 'powershell',
    name,
    host: target.host,
    practice: target.practice,
    modules: target.modules,
    environment: { ...inheritedEnvironment(), ...Object.fromEntries(named) },
    ...(target.machineName !== undefined && { machineName: [target.machineName].flat() }),
    ...(target.names !== undefined && { names: target.names }),
    ...(target.command !== undefined && { command: target.command }),
    ...(target.standIn !== undefined && { standIn: target.standIn }),
    ...(target.initialise !== undefined && { initialise: target.initialise }),
    ...(target.user !== undefined && { user: target.user }),
    ...(target.password !== undefined && { password: secretOf(target.password, { what: 'password', target: name }) }),
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
    ...(password !== undefined && { password: secretOf(password, { what: 'reader-password', target: name }) }),
  }
}

function secretOf(reference: SecretReference, of: SecretFault['of']): Secret {
  const read = readSecret(reference)
  return 'secret' in read ? read : { fault: { is: 'no-secret', of, from: read.from } }
}

function readPem(name: string, file: string): string {
  return readOrRefuse(
    file,
    `the authority's certificate of ${name}, ${file}, cannot be read: correct \`ca\` of that target in the configuration.`,
  )
}
