/** Names of an included document or a rule, and what the plan calls the same. */

/** By the name that a text says; the plan's. Complete: a name that is not here is none. */
export type OtherNames = Readonly<Record<string, string>>

/** Also of what is derived from a server's or a secret's name, such as `backup_host`. */
export function planName(names: OtherNames, name: string): string | undefined {
  if (Object.hasOwn(names, name)) return names[name]
  const [, of = '', part = ''] = /^(.+)(_[a-z]+)$/.exec(name) ?? []
  return Object.hasOwn(names, of) ? `${names[of]}${part}` : undefined
}

/** What `inner` names, in the names of the plan where its own document is included by these, the outermost first. */
export function throughAll(outer: readonly OtherNames[], inner: OtherNames): OtherNames {
  return outer.reduceRight(
    (names, layer) =>
      Object.fromEntries(
        Object.entries(names).flatMap(([name, middle]) => {
          const plan = planName(layer, middle)
          return plan === undefined ? [] : [[name, plan]]
        }),
      ),
    inner,
  )
}
