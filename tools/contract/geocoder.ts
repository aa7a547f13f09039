// What everything has to hold that turns an address into a district.
import { type Geocoder, patience_ms } from '../../src/modules/places/geocoder.ts'
import { county, town } from '../../src/modules/places/districts.ts'
import { type Check, must } from './check.ts'

export type MadeGeocoder = { geocoder: Geocoder }
type Made = MadeGeocoder

/** Real addresses nobody doubts. */
const plain: readonly [string, string][] = [
  ['四川省成都市武侯区桂溪街道天府二街 1 号', '510107'],
  ['北京市朝阳区建国路 88 号', '110105'],
  ['上海市浦东新区世纪大道 100 号', '310115'],
  ['广东省广州市天河区体育西路 1 号', '440106'],
  ['浙江省杭州市西湖区文三路 1 号', '330106'],
]
const odd = [
  '',
  ' ',
  '\u0000',
  '？？？',
  '😀😀',
  'x'.repeat(20_000),
  '朝阳区',
  '<script>',
  '🏠 510107',
  '\n\n',
]

export const geocoderChecks: readonly Check<Made>[] = [
  {
    name: 'has a name of small letters',
    run: async ({ geocoder }) => must(/^[a-z][a-z0-9_]{1,39}$/.test(geocoder.name), `it is ${geocoder.name}`),
  },
  {
    name: 'finds the county of an address that names it',
    run: async ({ geocoder }) => {
      for (const [text, code] of plain) {
        const told = await geocoder.resolve(text)
        must(told.code === code, `${text}: ${told.code}, not ${code}`)
      }
    },
  },
  {
    name: 'has an answer to any text, in districts of this house',
    run: async ({ geocoder }) => {
      for (const text of [...odd, ...plain.map(([address]) => address)]) {
        const { code, town_code, candidates } = await geocoder.resolve(text)
        const named = JSON.stringify(text.slice(0, 20))
        must(code === null || county(code) !== null, `${named}: no county has the code ${code}`)
        must(
          town_code === null || town(town_code)?.county_code === code,
          `${named}: no town of it is ${town_code}`,
        )
        must(
          candidates.every(({ score }) => score >= 0 && score <= 1),
          `${named}: a score is not within 0 and 1`,
        )
      }
    },
  },
  {
    name: 'decides nothing that the text leaves open',
    run: async ({ geocoder }) => {
      for (const text of ['', '朝阳区', '四川省'])
        must((await geocoder.resolve(text)).code === null, `decides ${JSON.stringify(text)}`)
    },
  },
  {
    name: 'answers while somebody is typing',
    run: async ({ geocoder }) => {
      const began = performance.now()
      await geocoder.resolve(plain[0]![0])
      must(performance.now() - began < patience_ms, `took longer than ${patience_ms} ms`)
    },
  },
]
