import type { OrderFault, Told } from '../../../run/facts/worker-fault.ts'

type Say = { [Is in OrderFault['is']]: (fault: Extract<OrderFault, { is: Is }>) => string }

/** `told`: says what is told within. */
export const orderFaults = (told: (of: Told) => string): Say => ({
  'lock-not-held': ({ lock, target, why }) =>
    `The lock ${lock} on ${target} is held by another session, or cannot be taken: ${told(why)}. An earlier attempt may still be acting there.`,
  'block-was-stopped': ({ target }) => `It was stopped on ${target}.`,
  'contact-lost': ({ target, ms, said }) =>
    `The contact to ${target} was lost after ${Math.round(ms / 1000)} s, while the block ran: ${said.map(told).join(' ') || 'no reason given'}`,
  'nothing-sent': ({ target }) => `Nothing was sent to ${target}.`,
})
