/** Role capabilities of a JEA endpoint: what the documents call, for the part that acts and for the part that looks. */
import { acts } from '../../procedure/acts.ts'
import type { Configuration } from '../../config/schema.ts'
import { commandsOf } from '../../lint/powershell/commands.ts'
import { readPowershell } from '../../lint/powershell/read/read.ts'
import { everyBlock } from '../../procedure/every-block.ts'
import type { Procedure, Role } from '../../procedure/procedure.ts'

/** These handle objects where the block runs, which is the worker's side of an endpoint: they never go over. */
const LOCAL = /^(ForEach|Where|Select|Sort|Group|Measure|Compare|Tee)-Object$|^(Write|Out|Format|ConvertTo|ConvertFrom|Join|Split)-/i

/** These find files, and whatever else is called by a path, through a provider. */
const BY_PATH = /-(Item|ChildItem|ItemProperty|Content|Path|Acl|FileHash)$/i

/** Two files for `RoleCapabilities` of a module, and how to make them. */
export function capabilities(procedures: readonly Procedure[], targets: Configuration['targets']): string {
  return [
    ...whereTo(targets),
    '# Save each part as its own file in a folder RoleCapabilities of a module on the endpoint, and name it in the session configuration.',
    '# Each cmdlet is named as a function, too: what a module brings from a further machine (Import-PSSession) are functions of the same names.',
    '',
  ]
    .concat(
      capability('countersign.psrc', 'acts', procedures, () => true),
      capability('countersign-reader.psrc', 'looks', procedures, (role) => !acts(role)),
    )
    .join('\n')
}

/** For which targets this is, and for which not. */
function whereTo(targets: Configuration['targets']): string[] {
  const shells = Object.entries(targets).flatMap(([name, target]) =>
    target.kind === 'powershell' ? [{ name, far: target.initialise !== undefined }] : [],
  )
  const [far, near] = [shells.filter((shell) => shell.far), shells.filter((shell) => !shell.far)]
  const names = (some: typeof shells): string => some.map(({ name }) => name).join(', ')
  return [
    '# What the documents take, and no more. Any target of PowerShell may be chosen for any parameter of that type, so each endpoint gets what every block calls.',
    far.length === 0
      ? '# No target uses an endpoint today: that takes `initialise`, which opens a session to it (docs/powershell.md).'
      : `# For the endpoint of each target that opens a session by its \`initialise\`: ${names(far)}.`,
    ...(near.length === 0
      ? []
      : [
          `# Without \`initialise\` a block runs on the worker's own machine with what the worker's account may do, and uses no endpoint: ${names(near)}.`,
        ]),
  ]
}

function capability(file: string, does: string, procedures: readonly Procedure[], takes: (role: Role) => boolean): string[] {
  const places = new Map<string, { name: string; at: string[] }>()
  for (const procedure of procedures) {
    for (const { language, role, text, line } of everyBlock(procedure)) {
      if (language !== 'powershell' || !takes(role)) continue
      const read = readPowershell(text)
      for (const { at, name } of 'tree' in read ? commandsOf(read.tree) : []) {
        if (name === undefined || LOCAL.test(name)) continue
        const known = places.get(name.toLowerCase()) ?? { name, at: [] }
        const place = `${procedure.id}.md:${line + text.slice(0, at).split('\n').length - 1}`
        if (!known.at.includes(place)) known.at.push(place)
        places.set(name.toLowerCase(), known)
      }
    }
  }
  const named = [...places.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const [programs, cmdlets] = [named.filter(({ name }) => /\.\w+$/.test(name)), named.filter(({ name }) => !/\.\w+$/.test(name))]
  return [
    `# ${file}: what ${does}`,
    '@{',
    ...listed('VisibleCmdlets', cmdlets),
    // Proxies that a module makes of a remote session are functions.
    ...listed('VisibleFunctions', cmdlets),
    ...listed('VisibleExternalCommands', programs),
    ...providers(cmdlets),
    '}',
    '',
  ]
}

function providers(cmdlets: readonly { name: string }[]): string[] {
  const byPath = cmdlets.filter(({ name }) => BY_PATH.test(name)).map(({ name }) => name)
  return byPath.length === 0 ? [] : [`  VisibleProviders = 'FileSystem' # for the paths of ${byPath.join(', ')}`]
}

function listed(key: string, named: readonly { name: string; at: string[] }[]): string[] {
  if (named.length === 0) return []
  return [`  ${key} = @(`, ...named.map(({ name, at }) => `    '${name.replaceAll("'", "''")}' # ${at.join(', ')}`), '  )']
}
