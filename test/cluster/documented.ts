/** What docs/cluster.md tells people to do, with the addresses of this test in the place of theirs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/cluster.md'), 'utf8')

/** The first block of a language below a heading that begins so. */
function block(heading: string, language: string): string {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(heading))
  const text = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section ?? '')?.[1]
  if (text === undefined) throw new Error(`docs/cluster.md has no ${language} block below "${heading}"`)
  return text
}

/** Where everything of one test lies: each node has an address of its own on this machine's loopback, which is a network of 16 million on Linux. */
export interface Place {
  dir: string
  /** `127.3.7`: node 1 is `127.3.7.1`, the bot `127.3.7.9`. */
  net: string
}

export const nodeAddress = ({ net }: Place, node: number): string => `${net}.${node}`
export const botAddress = ({ net }: Place): string => `${net}.9`

/** Replaces every one of these, or says which was not there. */
function instead(text: string, replacements: [RegExp, string][]): string {
  return replacements.reduce((before, [what, by]) => {
    if (!what.test(before)) throw new Error(`docs/cluster.md does not say ${String(what)} any more, where it was looked for`)
    return before.replaceAll(new RegExp(what, 'g'), by)
  }, text)
}

const hosts = (place: Place): [RegExp, string][] => [[/engine(\d)\.contoso\.com/, `${place.net}.$1`]]

/** The commands that make the authority, the certificates and the engine's key, in the current directory. */
export function certificateCommands(place: Place): string {
  const address = `IP:${place.net}.$(case $host in bot) echo 9;; *) echo $host | tail -c 2;; esac)`
  return instead(block('1. Keys', 'sh'), [[/DNS:\$host\.contoso\.com/, address]])
}

/** A node's settings file. */
export function nodeSettings(place: Place, node: number): string {
  const own = nodeAddress(place, node)
  return instead(block('2. The engine', 'toml'), [
    [/node-name = "engine1"/, `node-name = "engine${node}"`],
    [/auto-provision = true/, `auto-provision = ${node === 1}`],
    [/(bind-address = "|advertised-address = "http:\/\/)10\.0\.7\.1:/, `$1${own}:`],
    [/10\.0\.7\./, `${place.net}.`],
    [/127\.0\.0\.1:/, `${own}:`],
    [/\/var\/lib\/countersign-engine/, join(place.dir, `engine${node}`)],
    [/\/etc\/countersign-engine/, place.dir],
  ])
}

/** What the engine is started with: its environment and its words, the program first. */
export function nodeCommand(place: Place, node: number): { env: Record<string, string>; words: string[] } {
  const text = instead(block('2. The engine', 'sh'), [
    [/\/etc\/countersign-engine\/restate\.toml/, join(place.dir, `engine${node}.toml`)],
    [/\/etc\/countersign-engine/, place.dir],
  ])
  const words = text.trim().split(' ')
  const set = words.filter((word) => /^[A-Z_]+=/.test(word))
  return {
    env: Object.fromEntries(set.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])),
    words: words.slice(set.length),
  }
}

/** What stands in front of a node. */
export function stunnelSettings(place: Place, node: number): string {
  return instead(block('3. TLS', 'ini'), [
    [/engine1\.contoso\.com/, nodeAddress(place, node)],
    [/127\.0\.0\.1/, nodeAddress(place, node)],
    [/\/etc\/countersign-engine\/engine1/, join(place.dir, `engine${node}`)],
    [/\/etc\/countersign-engine/, place.dir],
  ])
}

/** `engine:` of the bot's configuration. Its files are found beside it. */
export function botConfiguration(place: Place, identity: string): string {
  return instead(block('4. The bot', 'yaml'), [
    ...hosts(place),
    [/bot\.contoso\.com/, botAddress(place)],
    [/0\.0\.0\.0/, botAddress(place)],
    [/publickeyv1_…/, identity],
  ])
}
