import type { GatewayFault, OrderFault, Told } from '../../../run/facts/worker-fault.ts'

type Known = OrderFault | GatewayFault
type Say = { [Is in Known['is']]: (fault: Extract<Known, { is: Is }>) => string }

/** `told`: says what is told within. */
export const orderFaults = (told: (of: Told) => string): Say => ({
  'worker-restarted': ({ worker }) => `${worker} was started again`,
  'worker-unheard': ({ worker, ms }) => `${worker} has not been heard of for ${Math.round(ms / 1000)} s`,
  'order-unspoken': ({ worker, ms }) => `${worker} lives, but has not spoken of this order for ${Math.round(ms / 1000)} s`,

  'lock-not-held': ({ lock, target, why }) =>
    `The lock ${lock} on ${target} is held by another session, or cannot be taken: ${told(why)}. An earlier attempt may still be acting there.`,
  'block-was-stopped': ({ target }) => `It was stopped on ${target}.`,
  'contact-lost': ({ target, ms, said }) =>
    `The contact to ${target} was lost after ${Math.round(ms / 1000)} s, while the block ran: ${said.map(told).join(' ') || 'no reason given'}`,
  'nothing-sent': ({ target }) => `Nothing was sent to ${target}.`,
})
