// Which addresses this house may be sent to by somebody else's word: public ones only. The special-purpose
// registries of IANA (RFC 6890 and its updates) say which are not.
import { BlockList, isIP, isIPv4 } from 'node:net'

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers; 100.100.100.200 tells machines of Alibaba Cloud their keys
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // the host of machines of Azure
  ['169.254.0.0', 16], // link-local; 169.254.169.254 tells machines their keys
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
] as const)
  closed.addSubnet(net, bits, 'ipv4')

// Of IPv6 only global unicast is open, without what tunnels to IPv4 or is set aside.
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
const closed6 = new BlockList()
for (const [net, bits] of [
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: carries an IPv4 address
  ['3fff::', 20], // documentation
] as const)
  closed6.addSubnet(net, bits, 'ipv6')

/** Whether an IP address is one that anybody in the world may be reached at. */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return !closed.check(ip, 'ipv4')
  return isIP(ip) === 6 && open6.check(ip, 'ipv6') && !closed6.check(ip, 'ipv6')
}

const inner = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)\.?$/

/** `host:port` of addresses the operator has named in WEBHOOK_ALLOW_HOSTS. */
export type Allowed = ReadonlySet<string>
export const allowedOf = (setting: string | undefined): Allowed =>
  new Set((setting ?? '').split(',').filter((named) => named !== ''))

/** An IPv6 literal stands in brackets in an address and without them everywhere else. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')
const portOf = (url: URL) => url.port || (url.protocol === 'https:' ? '443' : '80')
export const isNamed = (url: URL, allowed: Allowed) => allowed.has(`${url.hostname}:${portOf(url)}`)

/**
 * W5 Why an address may not be told anything, as far as it says so itself. What a name stands for is looked
 * at again at each sending.
 */
export function whyNotAddress(url: URL, allowed: Allowed) {
  if (url.username || url.password) return 'credentials_in_address' as const
  if (isNamed(url, allowed)) return null
  if (url.protocol !== 'https:') return 'not_https' as const
  const host = hostOf(url)
  const literal = isIP(host) !== 0
  const nowhere = literal ? !isPublicAddress(host) : inner.test(host) || !host.includes('.')
  return nowhere ? ('private_address' as const) : null
}
