/** Resolves at SIGINT, SIGTERM or SIGHUP; a second one ends the process at once. */
export async function untilToldToEnd(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  await new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve())
  })
  for (const signal of signals) process.once(signal, () => process.exit(1))
}
