// Where a webhook may go: what addresses say of themselves, and what names turn out to stand for.
import type { lookup } from 'node:dns'
import { expect, test } from 'vitest'
import { openReceiver } from '../../../tools/test-receiver.ts'
import { allowedOf, isPublicAddress, whyNotAddress } from './address.ts'
import { bodyOf, nextTry, pauses_min, whyStop } from './rules.ts'
import { send } from './send.ts'

const closed = [
  [
    '0.0.0.0',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '168.63.129.16',
    '169.254.169.254',
  ],
  ['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.168.1.1', '198.18.0.1', '203.0.113.9', '224.0.0.1'],
  ['240.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1'],
  [
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'x',
    '',
  ],
].flat()
const open = [
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '172.15.255.255',
  '100.128.0.1',
  '2606:4700::1111',
  '2400:3200::1',
]

test('only public addresses are public', () => {
  expect(closed.filter(isPublicAddress)).toEqual([])
  expect(open.filter((ip) => !isPublicAddress(ip))).toEqual([])
})

test('an address is named by the operator with its port, or it is as any other', () => {
  const allowed = allowedOf('127.0.0.1:8080,[::1]:9')
  const why = (url: string) => whyNotAddress(new URL(url), allowed)
  expect(why('http://127.0.0.1:8080/a')).toBeNull()
  expect(why('http://[::1]:9/a')).toBeNull()
  expect(why('https://127.0.0.1:8081/a')).toBe('private_address')
  expect(why('http://127.1:8080/a')).toBeNull()
  expect(why('https://127.0.0.1/a')).toBe('private_address')
  expect(why('https://hooks.example.com/a')).toBeNull()
})

/** A name server of the test: what a name stands for. */
const standsFor = (...ips: string[]) =>
  ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(
      null,
      ips.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as typeof lookup

test('a name that stands for a private address is not connected to, also when it is one of several', async () => {
  const receiver = await openReceiver()
  const letter = {
    url: receiver.url.replace(/^http:..[\d.]+/, 'https://hooks.example.com'),
    headers: {},
    body: '{}',
  }
  const to = (...ips: string[]) =>
    send(letter, { allowed: new Set(), ms_max: 1_500, ask_names: standsFor(...ips) })
  for (const ips of [['127.0.0.1'], ['::1'], ['1.1.1.1', '10.0.0.1'], ['::ffff:127.0.0.1'], []])
    expect([ips, (await to(...ips)).error]).toEqual([ips, 'private_address'])
  expect(receiver.received).toHaveLength(0)
  await receiver.close()
})

test('silence ends with the time it was given', async () => {
  const receiver = await openReceiver('silence')
  const letter = { url: receiver.url, headers: {}, body: '{}' }
  const told = await send(letter, { allowed: new Set([receiver.host]), ms_max: 200 })
  expect(told).toMatchObject({ status: null, error: 'timeout' })
  expect(told.took_ms).toBeLessThan(1_000)
  await receiver.close()
  const nobody = await send(letter, { allowed: new Set([receiver.host]), ms_max: 200 })
  expect(nobody.error).toBe('refused_connection')
})

test('pauses grow, end, and give an endpoint up after three days only', () => {
  const now = '2026-11-29T00:00:00.000Z'
  const next = pauses_min.map((_pause, at) => Date.parse(nextTry(at + 1, now)!) - Date.parse(now))
  expect(next).toEqual([...next].sort((a, b) => a - b))
  expect(nextTry(pauses_min.length + 1, now)).toBeNull()
  const since = (at: string) => whyStop({ failing_since: at, failures: 9 }, [500, null], now)
  expect(since('2026-11-26T00:00:01Z')).toBeNull()
  expect(since('2026-11-26T00:00:00Z')).toBe('persistent_failure')
})

test('of an event only known fields with codes, amounts and moments leave', () => {
  const payload = {
    order_id: 'a-1',
    amount_fen: 5,
    reason: 'call me, 林',
    phone: '138',
    state: { a: 1 },
    late: false,
  }
  expect(JSON.parse(bodyOf('orders.paid', '2026-11-29T00:00:00Z', payload)).data).toEqual({
    order_id: 'a-1',
    amount_fen: 5,
    late: false,
  })
})
