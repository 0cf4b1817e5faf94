/** A copy without the named optional fields: an absent field and one that is undefined are different bytes. */
export function omit<T extends object, K extends keyof T>(value: T, ...names: K[]): Omit<T, K> & Partial<Pick<T, K>> {
  const copy = { ...value }
  for (const name of names) delete copy[name]
  return copy
}
