import { join, resolve, sep } from 'node:path'

/**
 * The real place below the estate's directory of a Windows path as one host sees it: `\\files\pchatlogs\x` is the same everywhere,
 * `D:\LSCopy` is another disk on every host. Undefined for anything that is no absolute Windows path or climbs out by `..`.
 */
export function realPath(dir: string, host: string, path: string): string | undefined {
  const parts = path.replaceAll('/', '\\').split('\\')
  if (parts.some((part) => part === '..' || part === '.' || part.includes('\0'))) return undefined
  const names = parts.filter((part) => part !== '')
  const place = placeOf(parts, names, host)
  if (place === undefined) return undefined
  const real = resolve(dir, ...place)
  return real.startsWith(resolve(dir) + sep) ? real : undefined
}

/** Where a share lives below the estate's directory. */
export function shareDirectory(dir: string, host: string, share: string): string {
  return join(dir, 'shares', longHost(host), share.toLowerCase())
}

function placeOf(parts: string[], names: string[], host: string): string[] | undefined {
  const [first, second] = names
  if (parts[0] === '' && parts[1] === '' && first !== undefined && second !== undefined) {
    return ['shares', longHost(first), second.toLowerCase(), ...names.slice(2)]
  }
  if (first !== undefined && /^[A-Za-z]:$/.test(first)) return ['hosts', longHost(host), first[0]!.toUpperCase(), ...names.slice(1)]
  return undefined
}

/** `files` and `files.contoso.com` are one host. */
function longHost(host: string): string {
  const lower = host.toLowerCase()
  return lower.includes('.') ? lower : lower + '.contoso.com'
}
