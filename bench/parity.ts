// What proving takes that every surface says one price: the tags of the whole network, 200 articles a store,
// with one fen planted on one of them and one in an answer over HTTP; the pages by their sample. Beside it
// the limit: the database reading the same tags once.
import { publishTags, proveAll } from '../src/modules/parity/index.ts'
import { openAsker } from '../src/modules/parity/ask.ts'
import { catalog } from '../src/modules/catalog/index.ts'
import { nodes } from '../src/modules/places/index.ts'
import { type Sql, connect, database } from '../src/platform/db.ts'
import { ownKey } from '../src/platform/own-calls.ts'
import { newId } from '../src/platform/types.ts'
import { type Measured, round } from './measured.ts'

const articles = 200
type Row = Omit<Measured, 'name' | 'correct'>
type Where = { base: string; url: string; quick: boolean }

/** The same fen, in a row of the county: where rows tell a county apart, its list is read every time. */
const ownPrice = (sql: Sql, { sku_id, county_code }: { sku_id: string; county_code: string }) => sql`
  insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid)
  select ${newId()}, sku_id, ${county_code}, channel, tier, price_fen, valid from pricing.price p
   where sku_id = ${sku_id} and place_code = 'CN' and tier = 'retail' and channel = 'all' and valid @> now()
     and not exists (select from pricing.price own
                      where own.sku_id = p.sku_id and own.place_code = ${county_code})`

export async function proveParity({ base, url, quick }: Where): Promise<Row> {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  const db = database(connect(url, { pool: 4, statement_timeout_ms: 0 }))
  try {
    const sku_ids = catalog().skus.flatMap((sku) => (sku.for_sale ? [sku.id as string] : []))
    const own = sku_ids.slice(0, articles)
    const published = await publishTags(
      db,
      async (_tx, city_code) =>
        new Map(
          nodes()
            .inCity(city_code)
            .map(({ id }) => [id as string, own]),
        ),
    )
    const [{ node_id } = { node_id: '' }] = await sql<{ node_id: string }[]>`
      update parity.tag_set set price_fen[7] = price_fen[7] + 1
       where ctid = (select ctid from parity.tag_set order by md5(node_id::text) limit 1) returning node_id`
    const planted = { sku_id: sku_ids.at(-1)!, county_code: '330106' }
    await ownPrice(sql, planted)
    const ask = openAsker([base], await ownKey(db))
    const altered = new RegExp(`("sku_id":"${planted.sku_id}","unit_fen":\\d+)(\\d)`)
    const began = performance.now()
    const proof = await proveAll(
      db,
      { seed: 11, pages: quick ? 40 : 2_000 },
      {
        ask: async (path, headers) => {
          const told = await ask(path, headers)
          if (!path.includes(`final-prices?county_code=${planted.county_code}&channel=shop`)) return told
          const other = (_: string, head: string, digit: string) => head + ((Number(digit) + 1) % 10)
          return { ...told, text: told.text.replace(altered, other) }
        },
        ...(quick && { county_codes: ['330106', '510107', '110105'] }),
      },
    )
    const took_s = (performance.now() - began) / 1_000
    const reading = performance.now()
    await sql`select sum(f) from parity.tag_set, unnest(price_fen) as f`
    const limit_s = (performance.now() - reading) / 1_000
    console.log('tags', JSON.stringify(published), 'surfaces', JSON.stringify(proof.surfaces))
    const found = proof.found.map((one) => [one.surface, one.node_id ?? one.sku_id]).sort()
    // A store that was drawn says its tag over HTTP as well.
    const expected = [
      ['api_list', planted.sku_id],
      ['tag_data', node_id],
    ]
    const rest = found.filter(([surface]) => surface !== 'tag_answer')
    const right = JSON.stringify(rest) === JSON.stringify(expected)
    return {
      unit: 's',
      value: round(took_s),
      runs: [round(took_s)],
      p50_ms: round(took_s * 1_000),
      p99_ms: round(took_s * 1_000),
      limit: { name: 'the database reads the same tags once', value: round(limit_s) },
      ratio: round(took_s / Math.max(limit_s, 0.001)),
      ...(!right && { wrong: `found ${JSON.stringify(found).slice(0, 300)}` }),
    }
  } finally {
    await db.close()
    await sql.end()
  }
}
