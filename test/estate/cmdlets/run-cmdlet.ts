import { TRADES } from '../control/windows-places.ts'
import type { EstateState } from '../state/estate-state.ts'
import { iisCmdlets } from '../trades/iis-cmdlets.ts'
import { mailCmdlets } from '../trades/mail-cmdlets.ts'
import { CmdletFailure, covered } from './cmdlet.ts'
import type { Cmdlet, CmdletAnswer, CmdletParameter } from './cmdlet.ts'
import { chatCmdlets } from './persistent-chat.ts'
import { mirrorCmdlets } from './mirror-database.ts'
import { backupCmdlets } from './backup-service.ts'
import { edgeCmdlets } from './edges-and-sites.ts'
import { coreDataCmdlets } from './core-data.ts'
import { storeFailoverCmdlets } from './management-failover.ts'
import { failoverCmdlets } from './pool-failover.ts'
import { poolCmdlets } from './pools.ts'
import { quorumCmdlets } from './pool-quorum.ts'
import { responseGroupCmdlets } from './response-groups.ts'
import { windowsServiceCmdlets } from './windows-services.ts'
import { serviceCmdlets } from './services.ts'
import { storeCmdlets } from './management-store.ts'

const CMDLETS: readonly Cmdlet[] = [
  ...serviceCmdlets,
  ...chatCmdlets,
  ...storeCmdlets,
  ...mirrorCmdlets,
  ...poolCmdlets,
  ...failoverCmdlets,
  ...storeFailoverCmdlets,
  ...backupCmdlets,
  ...windowsServiceCmdlets,
  ...edgeCmdlets,
  ...quorumCmdlets,
  ...responseGroupCmdlets,
  ...coreDataCmdlets,
]

/** Where the Skype for Business cmdlets are installed. */
const MANAGEMENT: ReadonlySet<string> = new Set(['management', 'admin2.contoso.com'])

function installedOn(endpoint: string): readonly Cmdlet[] {
  if (MANAGEMENT.has(endpoint.toLowerCase())) return CMDLETS
  const trade = TRADES[endpoint]
  return trade === 'web' ? iisCmdlets : trade === 'mail' ? mailCmdlets : []
}

/** Runs one cmdlet of the table at an endpoint. Whatever it does not know, of cmdlets, parameters or values, is PowerShell's error. */
export async function runCmdlet(
  state: EstateState,
  endpoint: string,
  name: string,
  parameters: Record<string, unknown>,
): Promise<CmdletAnswer> {
  const answer: CmdletAnswer = { output: [], warnings: [], verbose: [] }
  try {
    const cmdlet = installedOn(endpoint).find((each) => each.name.toLowerCase() === name.toLowerCase())
    if (cmdlet === undefined) throw unknownCmdlet(name)
    const given = bind(cmdlet, parameters)
    if (given.get('Confirm') === true) throw prompts(cmdlet)
    answer.output = await cmdlet.run({
      state,
      endpoint,
      given,
      verbose: (text) => answer.verbose.push(text),
      warn: (text) => answer.warnings.push(text),
    })
    if (cmdlet.effect === true)
      state.effects.push({
        at: state.clock.now(),
        where: endpoint,
        what: `${cmdlet.name} ${JSON.stringify(Object.fromEntries(given), covered)}`,
      })
  } catch (error) {
    if (!(error instanceof CmdletFailure)) throw error
    answer.error = { message: error.message, id: error.id, category: error.category }
  }
  return answer
}

/** Common parameters that say how to talk, not what to do. */
const COMMON = ['Verbose', 'Debug', 'Confirm', 'ErrorAction', 'WarningAction'].map((name): CmdletParameter => ({ name }))

function bind(cmdlet: Cmdlet, parameters: Record<string, unknown>): Map<string, unknown> {
  const given = new Map<string, unknown>()
  for (const [written, value] of Object.entries(parameters)) {
    const parameter = [...cmdlet.parameters, ...COMMON].find((each) => each.name.toLowerCase() === written.toLowerCase())
    if (parameter === undefined) {
      throw new CmdletFailure(
        `A parameter cannot be found that matches parameter name '${written}'.`,
        'NamedParameterNotFound',
        'InvalidArgument',
      )
    }
    given.set(parameter.name, fitted(parameter, value))
  }
  const missing = cmdlet.parameters
    .filter((each) => each.mandatory === true && (given.get(each.name) ?? '') === '')
    .map((each) => each.name)
  if (missing.length > 0) {
    const text = `Cannot process command because of one or more missing mandatory parameters: ${missing.join(' ')}.`
    throw new CmdletFailure(text, 'MissingMandatoryParameter', 'InvalidArgument')
  }
  return given
}

function fitted(parameter: CmdletParameter, value: unknown): unknown {
  if (parameter.flag === true && typeof value !== 'boolean') {
    throw new CmdletFailure(
      `Cannot convert the value of parameter '${parameter.name}' to a switch.`,
      'CannotConvertArgument',
      'InvalidArgument',
    )
  }
  if (parameter.choices === undefined) return value
  const choice = parameter.choices.find((each) => each.toLowerCase() === String(value as string).toLowerCase())
  if (choice !== undefined) return choice
  const text = `Cannot bind parameter '${parameter.name}'. Cannot convert value "${String(value)}". The possible values are "${parameter.choices.join(', ')}".`
  throw new CmdletFailure(text, 'CannotConvertArgumentNoMessage', 'InvalidArgument')
}

function unknownCmdlet(name: string): CmdletFailure {
  const text = `The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program.`
  return new CmdletFailure(text, 'CommandNotFoundException', 'ObjectNotFound')
}

/** Nobody is there to answer. */
function prompts(cmdlet: Cmdlet): CmdletFailure {
  const text = `${cmdlet.name} asks for confirmation, and the host is not interactive: call it with -Confirm:$false.`
  return new CmdletFailure(text, 'HostFunctionNotImplemented', 'NotImplemented')
}
