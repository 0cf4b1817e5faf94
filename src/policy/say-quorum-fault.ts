import type { LackingPlaces, QuorumFault } from './quorum-fault.ts'

/** `disaster-recovery needs 1 of uc-leads; nobody of uc-leads but the requester is left.` */
export function sayQuorumFault({ policy, onlyRequester, lacks }: QuorumFault): string {
  const parts = lacks.map((place) => `needs ${place.wanted} of ${groupsOf(place)}; ${whoIsLeft(place, onlyRequester)}`)
  return `${policy} ${parts.join(', and ')}.`
}

function groupsOf({ from }: LackingPlaces): string {
  return from.join(' or ')
}

function whoIsLeft(place: LackingPlaces, onlyRequester: boolean): string {
  const { left, excluded, count } = place
  if (left.length > 0) return `only ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} left, ${count} too few`
  if (excluded.length === 0) return `nobody is in ${groupsOf(place)}`
  return `nobody of ${groupsOf(place)} but ${onlyRequester ? 'the requester' : excluded.join(' and ')} is left`
}
