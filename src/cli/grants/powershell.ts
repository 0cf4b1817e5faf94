/** Role capabilities of a JEA endpoint: what the documents call, for the part that acts and for the part that looks. */
import { commandsOf } from '../../lint/powershell/commands.ts'
import { readPowershell } from '../../lint/powershell/read.ts'
import type { Procedure, Role } from '../../procedure/procedure.ts'

/** These handle objects where the block runs, which is the worker's side of an endpoint: they never go over. */
const LOCAL = /^(ForEach|Where|Select|Sort|Group|Measure|Compare|Tee)-Object$|^(Write|Out|Format|ConvertTo|ConvertFrom|Join|Split)-/i

/** Two files for `RoleCapabilities` of a module, and how to make them. */
export function capabilities(procedures: readonly Procedure[]): string {
  return [
    '# Save each part as its own file in a folder RoleCapabilities of a module on the endpoint, and name it in the session configuration.',
    '',
  ]
    .concat(
      capability('countersign.psrc', 'acts', procedures, () => true),
      capability('countersign-reader.psrc', 'looks', procedures, (role) => role !== 'run'),
    )
    .join('\n')
}

function capability(file: string, does: string, procedures: readonly Procedure[], takes: (role: Role) => boolean): string[] {
  const places = new Map<string, { name: string; at: string[] }>()
  for (const { id, steps } of procedures) {
    for (const { language, role, text, line } of steps.flatMap(({ blocks }) => blocks)) {
      if (language !== 'powershell' || !takes(role)) continue
      const read = readPowershell(text)
      for (const { at, name } of 'tree' in read ? commandsOf(read.tree) : []) {
        if (name === undefined || LOCAL.test(name)) continue
        const known = places.get(name.toLowerCase()) ?? { name, at: [] }
        const place = `${id}.md:${line + text.slice(0, at).split('\n').length - 1}`
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
    '}',
    '',
  ]
}

function listed(key: string, named: readonly { name: string; at: string[] }[]): string[] {
  if (named.length === 0) return []
  return [`  ${key} = @(`, ...named.map(({ name, at }) => `    '${name.replaceAll("'", "''")}' # ${at.join(', ')}`), '  )']
}
