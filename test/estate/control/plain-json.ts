/** JSON of the estate's values: bigint as text, Map as object, bytes as hexadecimal text. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'bigint') return one.toString()
    if (one instanceof Map) return Object.fromEntries(one)
    if (one instanceof Set) return [...one]
    return one instanceof Uint8Array ? `0x${Buffer.from(one).toString('hex')}` : one
  })
}
