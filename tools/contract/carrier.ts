// What every carrier of parcels has to hold.
import { randomUUID } from 'node:crypto'
import { type Carrier, type ParcelOrder, scanCodes } from '../../src/modules/fulfilment/carrier.ts'
import { type Check, must, rejection } from './check.ts'

export type MadeCarrier = { carrier: Carrier }
type Made = MadeCarrier

const parcel = (): ParcelOrder => ({
  id: randomUUID(),
  from: { name: '成都仓', phone: '02810000000', county_code: '510107', line: '桂溪街道 1 号' },
  to: { name: '测试', phone: '13800000000', county_code: '510104', line: '天府二街 1 号' },
  units: 1,
})

export const carrierChecks: readonly Check<Made>[] = [
  {
    name: 'has a name of small letters',
    run: async ({ carrier }) => must(/^[a-z][a-z0-9_]{1,39}$/.test(carrier.name), `it is ${carrier.name}`),
  },
  {
    name: 'books a parcel once, however often and however much at once it is asked',
    run: async ({ carrier }) => {
      const one = parcel()
      const { tracking_no } = await carrier.book(one)
      must(/^[\w-]{4,60}$/.test(tracking_no), `its number is ${JSON.stringify(tracking_no)}`)
      const again = await Promise.all([1, 2, 3].map(() => carrier.book(one)))
      must(
        again.every((told) => told.tracking_no === tracking_no),
        'the same parcel has another number',
      )
    },
  },
  {
    name: 'gives every parcel a number of its own',
    run: async ({ carrier }) => {
      const booked = await Promise.all(Array.from({ length: 5 }, () => carrier.book(parcel())))
      must(new Set(booked.map(({ tracking_no }) => tracking_no)).size === 5, 'two parcels have one number')
    },
  },
  {
    name: 'says where a parcel is, oldest first, in known words, and never less than before',
    run: async ({ carrier }) => {
      const { tracking_no } = await carrier.book(parcel())
      const first = await carrier.track(tracking_no)
      const second = await carrier.track(tracking_no)
      for (const { code, at } of second) {
        must((scanCodes as readonly string[]).includes(code), `it says ${code}`)
        must(/^\d{4}-\d\d-\d\dT.*Z$/.test(at) && !Number.isNaN(Date.parse(at)), `at ${at}`)
      }
      const order = second.map(({ at }) => Date.parse(at))
      must(
        order.every((at, n) => n === 0 || at >= order[n - 1]!),
        'not oldest first',
      )
      must(
        JSON.stringify(second.slice(0, first.length)) === JSON.stringify(first),
        'it has taken a word back',
      )
    },
  },
  {
    name: 'does not know a number it never gave',
    run: async ({ carrier }) => {
      const told = await rejection(carrier.track(`nobody${randomUUID().slice(0, 8)}`))
      must(told !== null, 'it says where a parcel is that nobody booked')
    },
  },
]
