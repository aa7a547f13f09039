// The derived districts: complete, consistent, named as people know them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { distanceKm } from './distance.ts'
import {
  chainOf,
  cities,
  citiesOf,
  city,
  cityCodeOf,
  counties,
  countiesOf,
  county,
  fullName,
  provinces,
  town,
  townsOf,
} from './districts.ts'
import { stemOf } from './place-names.ts'
import { cityToDistrict, countyToCity, countyToDistrict, formerCounties, shortForms } from './former-names.ts'
import { cityZones, namedAreas } from './zones.ts'

const delivered = [...counties()].filter((each) => each.delivered)

test('all counties and towns are there, and the data stays small', () => {
  expect(delivered).toHaveLength(2978)
  expect(delivered.reduce((sum, each) => sum + townsOf(each.code).length, 0)).toBe(41_352)
  expect(provinces()).toHaveLength(34)
  const bytes = ['districts', 'towns'].map(
    (name) => readFileSync(new URL(`data/${name}.json`, import.meta.url)).length,
  )
  expect(bytes[0]! + bytes[1]!).toBeLessThan(3_000_000)
})

test('D1: every county has one real city', () => {
  for (const each of counties()) expect(city(each.city_code)?.province_code).toBe(each.province_code)
  expect([...cities()].some(({ name_zh }) => /^(市辖区|县|.*直辖.*)$/.test(name_zh))).toBe(false)
  expect(cityCodeOf('500240')).toBe('500100')
  expect(cityCodeOf('500103')).toBe('500100')
  expect(cityCodeOf('419001')).toBe('419001')
  expect(cityCodeOf('510107064')).toBe('510100')
  expect(countiesOf('429004').map((each) => each.code)).toEqual(['429004'])
  expect(citiesOf('110000')).toHaveLength(1)
})

test('D3: every centre lies in China and near its city, or says that it is the city’s', () => {
  expect(delivered.filter((each) => each.centre.approximate).length).toBe(183)
  for (const each of counties()) {
    const { lon, lat, approximate } = each.centre
    expect(lon > 73 && lon < 136 && lat > 3 && lat < 54).toBe(true)
    const around = city(each.city_code)!.centre
    if (approximate) expect({ lon, lat }).toEqual({ lon: around.lon, lat: around.lat })
    else expect(distanceKm(each.centre, around)).toBeLessThan(1200)
  }
})

test('names in both languages, as people know them', () => {
  expect(fullName('510107', 'zh')).toBe('四川省成都市武侯区')
  expect(fullName('510107', 'en')).toBe('Wuhou District, Chengdu, Sichuan')
  expect(fullName('110105', 'en')).toBe('Chaoyang District, Beijing')
  expect(fullName('429004', 'zh')).toBe('湖北省仙桃市')
  const known = {
    610100: "Xi'an",
    350200: 'Xiamen',
    341500: "Lu'an",
    340300: 'Bengbu',
    331100: 'Lishui',
    500100: 'Chongqing',
  }
  for (const [code, name] of Object.entries(known)) expect(city(code)?.name_en).toBe(name)
  const read = `
    闵行区 Minhang District|乐清市 Yueqing|乐陵市 Laoling|民乐县 Minle County|筠连县 Junlian County|蔚县 Yu County
    洪洞县 Hongtong County|尉犁县 Yuli County|大城县 Daicheng County|铅山县 Yanshan County|番禺区 Panyu District
    盱眙县 Xuyi County|枞阳县 Zongyang County|荥经县 Yingjing County|荥阳市 Xingyang|什邡市 Shifang|莘县 Shen County
    阿图什市 Artux|乌什县 Wushi County|句容市 Jurong|阿拉善左旗 Alxa Left Banner|临安区 Lin'an District
    新巴尔虎右旗 New Barag Right Banner|旅顺口区 Lüshunkou District|白云鄂博矿区 Bayan Obo Mining District
    莫力达瓦达斡尔族自治旗 Morin Dawa Daur Autonomous Banner|管城回族区 Guancheng Hui District
    内蒙古阿拉善高新技术产业开发区 Alxa High-Tech Industrial Development Zone|大埔区 Tai Po District`
  for (const entry of read.split(/[|\n]/).filter(Boolean)) {
    const [, chinese, english] = /^\s*(\S+) (.+)$/.exec(entry)!
    const found = [...counties()].find((each) => each.name_zh === chinese)
    expect([chinese, found?.name_en]).toEqual([chinese, english])
  }
  const towns = delivered.flatMap((each) => townsOf(each.code))
  for (const each of towns.filter(({ name_zh }) => name_zh.endsWith('族乡')))
    expect([each.name_zh, each.name_en]).toEqual([each.name_zh, expect.stringMatching(/ Ethnic Township$/)])
  expect(provinces().map((each) => each.name_en)).toEqual(
    expect.arrayContaining([
      'Shaanxi',
      'Shanxi',
      'Inner Mongolia',
      'Xinjiang',
      'Tibet (Xizang)',
      'Hong Kong',
    ]),
  )
  for (const each of counties()) expect(each.name_en).toMatch(/^[A-ZÊÜ][A-Za-zêüÜ'(), -]+$/)
})

test('Hong Kong and Macau are listed with their districts, and not delivered', () => {
  expect(county('810001')?.delivered).toBe(false)
  expect(chainOf('820001')?.province.name_en).toBe('Macau')
  expect(town('510107064')?.name_zh).toBe('桂溪街道')
  expect(town('510107999')).toBeNull()
  expect(chainOf('999999')).toBeNull()
})

test('every target of the tables of names means exactly one county', () => {
  const meant = (target: string) => {
    const [place, name] = target.includes('/') ? target.split('/') : [null, target]
    return [...counties()].filter(
      (each) =>
        (each.code === name || each.name_zh === name) &&
        (place === null || stemOf(city(each.city_code)!.name_zh) === place),
    ).length
  }
  const targets = [formerCounties, shortForms, namedAreas, cityZones].flatMap((table) =>
    table
      .split(/[|\n]/)
      .filter(Boolean)
      .flatMap((entry) => entry.split('>')[1]!.replace('~', '').split(',')),
  )
  const raised = [
    [countyToDistrict, '区'],
    [cityToDistrict, '区'],
    [countyToCity, '市'],
  ].flatMap(([table, suffix]) =>
    table!
      .split(/\s+/)
      .filter(Boolean)
      .map((stem) => stem + suffix),
  )
  expect([...targets, ...raised].filter((target) => meant(target) !== 1)).toEqual([])
})
