/** `engine` in `countersign.yaml`: the one that comes with the program, or one elsewhere. */
import { z } from 'zod'
import type { Fault } from '../text/fault.ts'
import { place } from './values.ts'

const ADDRESS = /^https?:\/\/[^\s/?#@]+\/?$/

const address = place(ADDRESS, 'is no address of an engine; write it like `https://engine1.contoso.com:8443`').refine(
  (url) => !ADDRESS.test(url) || url.startsWith('https://') || isLoopback(hostOf(url)),
  {
    message:
      'is plain HTTP to another machine, and whoever reaches an engine may do anything to any run; put TLS in front of it (docs/cluster.md) and write `https://…`',
  },
)
const addresses = z.union(
  [address, z.array(address).min(1).max(9)],
  'must be an address; write one, or a list of them for the nodes of a cluster',
)
const file = z.string().min(1)

const elsewhere = z.strictObject({
  /** Addresses for calls, and for administration: that of each node, tried in turn. */
  ingress: addresses,
  admin: addresses,
  /** Where the bot listens for the engine's calls. */
  listen: place(/^[^:\s]+:\d{1,5}$/, 'is no host and port; write it like `0.0.0.0:9080`'),
  /** How the engine reaches it. */
  url: place(ADDRESS, 'is no address of the bot; write it like `https://bot.contoso.com:9080`').refine(
    (url) => !ADDRESS.test(url) || url.startsWith('https://') || isLoopback(hostOf(url)),
    { message: 'is plain HTTP from another machine; write `https://…`, and name `certificate` and `key`' },
  ),
  /** The public half of the key with which the engine signs its calls, as it says at its start. */
  identity: z
    .string()
    .regex(
      /^publickeyv1_[1-9A-HJ-NP-Za-km-z]{40,44}$/,
      'is no key of an engine; take the `publickeyv1_…` that the engine logs at its start',
    ),
  /** PEM files: the authority of the engine's certificates where this machine does not trust it already, and the bot's certificate with its key, towards the engine. */
  ca: file.optional(),
  certificate: file.optional(),
  key: file.optional(),
})

export const engineSchema = z
  .union([z.literal('embedded'), elsewhere], 'is neither `embedded` nor where an engine is; docs/cluster.md says what to write')
  .default('embedded')

export type EngineElsewhere = z.output<typeof elsewhere>

type Say = (path: string[], what: string, next: string) => Fault

/** What the keys of `engine` say of each other, whatever else is wrong with them. */
export function engineFaults(written: Record<string, unknown>, fault: Say): Fault[] {
  const { url, listen, certificate, key } = written
  const calls = [written['ingress'], written['admin']].flat().filter((each) => typeof each === 'string' && ADDRESS.test(each)) as string[]
  const away = calls.find((each) => !isLoopback(hostOf(each)))
  const said: Fault[] = []
  if (typeof url === 'string' && ADDRESS.test(url)) {
    if (away !== undefined && isLoopback(hostOf(url))) {
      const what = `\`engine.url\` leads to the engine's own machine, and the engine at ${away} runs on another one.`
      said.push(
        fault(['engine', 'url'], what, 'Write the name under which that machine reaches this one, like `https://bot.contoso.com:9080`.'),
      )
    }
    if (url.startsWith('http://') && isLoopback(hostOf(url)) && typeof listen === 'string' && !isLoopback(listen.replace(/:\d+$/, ''))) {
      const what = `\`engine.listen\` takes calls of other machines, and \`engine.url\` says plain HTTP.`
      said.push(fault(['engine', 'listen'], what, 'Listen on 127.0.0.1, or write `https://…` as `url`.'))
    }
  }
  for (const [name, other] of [
    ['certificate', 'key'],
    ['key', 'certificate'],
  ] as const) {
    if (written[name] !== undefined && written[other] === undefined)
      said.push(fault(['engine', name], `\`engine.${name}\` stands without its \`${other}\`.`, `Name the PEM file of the ${other} too.`))
  }
  const tls = [...calls, url].find((each) => typeof each === 'string' && each.startsWith('https://'))
  if (typeof tls === 'string' && certificate === undefined && key === undefined) {
    const what = `\`engine\` has no \`certificate\`, and ${tls} is on another machine: the engine knows nobody by itself, so TLS must know the bot.`
    said.push(fault(['engine'], what, 'Name `certificate` and `key`, PEM files of the bot (docs/cluster.md).'))
  }
  return said
}

function hostOf(url: string): string {
  // What its port is, is said of the port.
  const host = URL.parse(url.replace(/:\d+\/?$/, ''))?.hostname ?? ''
  return host.replace(/^\[|\]$/g, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (z.ipv4().safeParse(host).success && host.startsWith('127.'))
}
