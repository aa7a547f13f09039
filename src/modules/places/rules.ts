// Decisions about nodes: no SQL, no clock.
import type { Node } from './contract.ts'

/** Why a node may not serve online orders, or null (N1: only with its owner's consent). */
export function whyNotOnline(node: Pick<Node, 'sells_online' | 'state'>) {
  if (node.state !== 'open') return 'node_not_open'
  if (!node.sells_online) return 'no_consent'
  return null
}

/** Why these hours cannot be, or null. */
export const whyNotHours = (hours: { opens_minute: number; closes_minute: number }) =>
  hours.opens_minute < hours.closes_minute ? null : 'closes_before_opening'
