/** The only reader of `process.env` and of `countersign.yaml`. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { configurationSchema, type Configuration, type SlackConfiguration } from './config/schema.ts'
import type { TeamsConfiguration } from './config/teams.ts'
import type { SecretReference } from './config/values.ts'
import { placeFaults } from './config/places.ts'
import { sortFaults, type Complaint, type Fault } from './text/fault.ts'
import { sayNoSecret, type SecretSource } from './text/no-secret.ts'
import { NO_PLAIN_TEXT, readPlainUtf8 } from './text/utf8.ts'
import type { Target } from './procedure/plan-types.ts'
import type { z } from 'zod'
import { readBySchema } from './config/issue.ts'
import { readYamlMap, type YamlMap } from './yaml/read-map.ts'
import { inEnglish } from './yaml/say-yaml-fault.ts'

/** The configuration with every path absolute. */
export interface Loaded {
  file: string
  configuration: Configuration
}

/** Where documents and policies lie, as far as a faulty configuration says it. */
export type Folders = Pick<Configuration, 'commands' | 'approvals'>

/** Reads the file and reports all its faults at once, each with its line; with `folders` when there is a file at all. */
export function loadConfiguration(path: string): Loaded | { faults: Fault[]; folders?: Folders } {
  const file = resolve(path)
  if (!existsSync(file)) {
    return {
      faults: [
        {
          file: path,
          line: 1,
          what: 'there is no such file.',
          next: 'Name the configuration with --config, or copy the countersign.yaml of the project.',
        },
      ],
    }
  }
  const text = readText(file)
  if (typeof text !== 'string') return { faults: [{ file: path, line: 1, ...text }] }
  const { value, map, faults } = readYaml(path, text, configurationSchema)
  faults.push(...placeFaults(path, map))
  if (faults.length > 0 || value === undefined) return { faults: sortFaults(faults), folders: foldersIn(map.data, dirname(file)) }
  return { file, configuration: withAbsolutePaths(value, dirname(file)) }
}

function readText(file: string): string | Complaint {
  try {
    return readPlainUtf8(readFileSync(file)) ?? NO_PLAIN_TEXT
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException
    return { what: `the file cannot be read (${code}).`, next: 'Name a configuration file with --config.' }
  }
}

function foldersIn(written: Record<string, unknown>, base: string): Folders {
  const folder = (name: keyof Folders): string => resolve(base, typeof written[name] === 'string' ? written[name] : name)
  return { commands: folder('commands'), approvals: folder('approvals') }
}

/** The targets as plans know them: without secrets and without the way to them. */
export function targetsOf(configuration: Configuration): Record<string, Target> {
  return Object.fromEntries(
    Object.entries(configuration.targets).map(([name, target]): [string, Target] => [
      name,
      target.kind === 'sql-server'
        ? {
            kind: target.kind,
            name,
            host: target.host,
            instance: target.instance ?? '',
            port: target.port,
            ...(target.serverName === undefined ? {} : { serverName: [target.serverName].flat() }),
            ...(target.reader === undefined ? {} : { reader: target.reader.user }),
            site: target.site,
            practice: target.practice,
          }
        : {
            kind: target.kind,
            name,
            host: target.host,
            ...(target.machineName === undefined ? {} : { machineName: [target.machineName].flat() }),
            site: target.site,
            practice: target.practice,
          },
    ]),
  )
}

/** The secret itself, or a sentence that names the reference and never the value. */
export function resolveSecret(reference: SecretReference, of: string): { secret: string } | { fault: string } {
  const read = readSecret(reference)
  return 'secret' in read ? read : { fault: sayNoSecret(of, read.from) }
}

/** The secret itself, or why the reference leads to none. */
export function readSecret(reference: SecretReference): { secret: string } | { from: SecretSource } {
  if ('env' in reference) {
    const secret = process.env[reference.env]
    return secret ? { secret } : { from: { env: reference.env } }
  }
  const { file } = reference
  try {
    // Editors of Windows write a mark before it, and no server would know that password.
    const secret = readPlainUtf8(readFileSync(file))?.replace(/\r?\n$/, '')
    return secret ? { secret } : { from: { file, how: secret === '' ? 'empty' : 'unreadable' } }
  } catch {
    return { from: { file, how: 'unreadable' } }
  }
}

/** What a child process may inherit: enough to find programs and a home, nothing that the configuration did not name. */
export function inheritedEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'PSModulePath', 'PATHEXT']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

/** `COUNTERSIGN_LOG`, else `info`. */
export function logLevel(): string {
  return process.env['COUNTERSIGN_LOG'] ?? 'info'
}

function withAbsolutePaths(configuration: Configuration, base: string): Configuration {
  const absolute = (path: string): string => resolve(base, path)
  const secret = <T extends SecretReference | string>(reference: T): T =>
    typeof reference === 'object' && 'file' in reference ? { ...reference, file: absolute(reference.file) } : reference
  const { practiceControl } = configuration
  return {
    ...configuration,
    state: absolute(configuration.state),
    commands: absolute(configuration.commands),
    approvals: absolute(configuration.approvals),
    ...(practiceControl && { practiceControl: { ...practiceControl, token: secret(practiceControl.token) } }),
    ...(configuration.gateway && { gateway: absoluteFiles(configuration.gateway, absolute) }),
    ...(configuration.engine !== 'embedded' && { engine: absoluteFiles(configuration.engine, absolute) }),
    ...(configuration.slack && { slack: withAbsoluteSecrets(configuration.slack, secret) }),
    ...(configuration.teams && { teams: withAbsoluteProof(configuration.teams, absolute) }),
    secrets: Object.fromEntries(Object.entries(configuration.secrets).map(([name, reference]) => [name, secret(reference)])),
    targets: Object.fromEntries(
      Object.entries(configuration.targets).map(([name, target]) => [
        name,
        target.kind === 'sql-server'
          ? {
              ...target,
              password: secret(target.password),
              ...(target.reader === undefined ? {} : { reader: { ...target.reader, password: secret(target.reader.password) } }),
              ...(target.ca === undefined ? {} : { ca: absolute(target.ca) }),
            }
          : {
              ...target,
              modules: target.modules.map((module) => (/^\.{0,2}[\\/]/.test(module) ? absolute(module) : module)),
              environment: Object.fromEntries(Object.entries(target.environment).map(([key, value]) => [key, secret(value)])),
              ...(target.password === undefined ? {} : { password: secret(target.password) }),
              ...(target.reader?.password === undefined ? {} : { reader: { ...target.reader, password: secret(target.reader.password) } }),
            },
      ]),
    ),
  }
}

function withAbsoluteSecrets(slack: SlackConfiguration, absolute: (reference: SecretReference) => SecretReference): SlackConfiguration {
  const { botToken, appToken, signingSecret } = slack
  return {
    ...slack,
    botToken: absolute(botToken),
    ...(appToken && { appToken: absolute(appToken) }),
    ...(signingSecret && { signingSecret: absolute(signingSecret) }),
  }
}

/** With what the bot proves to Microsoft that it is the app. */
function withAbsoluteProof(teams: TeamsConfiguration, absolute: (path: string) => string): TeamsConfiguration {
  const { secret, certificate, federated } = teams
  const named = (reference: SecretReference): SecretReference => ('file' in reference ? { file: absolute(reference.file) } : reference)
  return {
    ...teams,
    ...(secret && { secret: named(secret) }),
    ...(certificate && { certificate: { file: absolute(certificate.file), key: named(certificate.key) } }),
    ...(federated && 'file' in federated && { federated: { file: absolute(federated.file) } }),
  }
}

/** The PEM files of who listens or connects with TLS. */
function absoluteFiles<T extends { certificate?: string | undefined; key?: string | undefined; ca?: string | undefined }>(
  named: T,
  absolute: (path: string) => string,
): T {
  const { certificate, key, ca } = named
  return {
    ...named,
    ...(certificate !== undefined && { certificate: absolute(certificate) }),
    ...(key !== undefined && { key: absolute(key) }),
    ...(ca !== undefined && { ca: absolute(ca) }),
  }
}

/** Reads the YAML of the configuration into the shape of `schema`, with YAML's own types; every fault carries its line in `file`. `map` is what was written. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): { value?: T; map: YamlMap; faults: Fault[] } {
  const faults: Fault[] = []
  const map = readYamlMap(
    text,
    1,
    inEnglish((line, what, next) => faults.push({ file, line, what, next })),
    'core',
  )
  if (map.broken) return { map, faults }
  const read = readBySchema(schema, map.data)
  if ('value' in read) return { value: read.value, map, faults }
  for (const { path, what, next } of read.misfits) {
    const line = map.lineOf(path)
    faults.push({ file, line, what: `\`${path.map(String).join('.')}\` ${what}`, next })
  }
  return { map, faults }
}
