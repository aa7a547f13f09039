// What it needs, how much room it takes, what a year costs, and two like it on the same scale.
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../web/kit/icons.tsx'
import { Badge } from '../../web/kit/badge.tsx'
import { Reasons } from '../../web/kit/price.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatMoney } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { Art } from './art.tsx'
import type { EnergyData, ProductData } from './data.ts'
import { Badge as Arrival } from './goods-card.tsx'
import { productWords } from './product-words.ts'

const Box = ({
  id,
  title,
  text,
  children,
}: {
  id: string
  title: string
  text?: string
  children: ReactNode
}) => (
  <section aria-labelledby={id} className="card min-w-0 p-5 md:p-6">
    <h2 id={id} className="text-18">
      {title}
    </h2>
    {text && <p className="text-13 text-ink-soft">{text}</p>}
    <div className="pt-3">{children}</div>
  </section>
)

const ICONS: Record<string, IconName> = { socket: 'plug', water_in: 'drop', drain: 'drain' }

export function Needs({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const lang = useLang() === 'en' ? 'en' : 'zh'
  const utilities = data.needs.map(({ utility }) => utility)
  const title = data.needs.length > 1 ? t('needs', { n: data.needs.length }) : t('needs_none')
  const said = data.needs.map(({ name, spec }) => `${name}: ${spec}`).join('; ')
  return (
    <Box id="needs" title={title} text={t('needs_text')}>
      <Art
        sketch={{ kind: 'needs', desc: data.desc, utilities, clearance: data.clearance, lang }}
        label={said}
        className="w-full rounded-field bg-wall"
      />
      <dl className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-3">
        {data.needs.map(({ utility, name, spec }) => (
          <div key={utility}>
            <dt className="flex items-center gap-1.5 font-mid">
              <Icon name={ICONS[utility] ?? 'info'} size={18} /> {name}
            </dt>
            <dd className="text-13 text-ink-soft">{spec}</dd>
          </div>
        ))}
      </dl>
    </Box>
  )
}

export function Sizes({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  return (
    <Box id="sizes" title={t('sizes')} text={t('sizes_text')}>
      <Table
        caption={t('sizes')}
        rows={data.sizes}
        keyOf={(row) => row.name}
        columns={[
          { id: 'name', title: t('item'), heads: true, cell: (row) => row.name },
          {
            id: 'value',
            title: t('value'),
            numeric: true,
            cell: (row) => row.value ?? <Badge tone="unknown">{t('unmeasured')}</Badge>,
          },
        ]}
      />
    </Box>
  )
}

export function Energy({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const { energy } = data
  if (!energy) return null
  return (
    <Box id="energy" title={t('energy', { cost: formatMoney(energy.fen_year) })} text={energy.assumption}>
      <Bars energy={energy} />
      <Reasons summary={<span className="text-ink-soft">{t('energy_sum')}</span>}>
        <Table
          caption={t('energy_sum')}
          rows={energy.lines}
          keyOf={(line) => line.name}
          columns={[
            { id: 'name', title: t('energy_item'), heads: true, cell: (line) => line.name },
            { id: 'amount', title: t('energy_use'), numeric: true, cell: (line) => line.amount },
            { id: 'unit', title: t('energy_unit'), numeric: true, cell: (line) => line.unit_price },
            { id: 'fen', title: t('energy_cost'), numeric: true, cell: (line) => formatMoney(line.fen) },
          ]}
        />
        <p className="flex justify-between border-t border-line pt-2 font-strong">
          {t('energy_total')} <span className="num">{formatMoney(energy.fen_year)}</span>
        </p>
        <p className="pt-2 text-13 text-ink-soft">{t('energy_assumed')}</p>
      </Reasons>
    </Box>
  )
}

function Bars({ energy }: { energy: EnergyData }) {
  const t = useWords(productWords)
  const most = Math.max(energy.fen_year, energy.typical_fen ?? 0, 1)
  const bars = [
    { name: t('energy_this'), note: '', fen: energy.fen_year, colour: 'bg-light' },
    ...(energy.typical_fen === null
      ? []
      : [
          {
            name: t('energy_typical'),
            note: t('energy_sample', { n: energy.sample }),
            fen: energy.typical_fen,
            colour: 'bg-floor',
          },
        ]),
  ]
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-3">
      {bars.map((bar) => (
        <div key={bar.name} className="contents">
          <dt className="text-13 leading-tight">
            <b className="font-mid">{bar.name}</b>
            <small className="block text-12 text-ink-soft">{bar.note}</small>
          </dt>
          <dd className="h-4">
            <span
              className={`block h-4 rounded-[3px] ${bar.colour}`}
              style={{ width: `${Math.round((bar.fen / most) * 100)}%` }}
            />
          </dd>
          <dd className="num font-mid">{formatMoney(bar.fen)}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Compare({ data }: { data: ProductData }) {
  const t = useWords(productWords)
  const { compare } = data
  if (compare.items.length < 2) return null
  const head = 'px-2 py-2 text-left align-top font-text'
  return (
    <Box id="compare" title={t('compare')} text={t('compare_text')}>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="relative -mx-2 overflow-x-auto" role="region" aria-label={t('compare')} tabIndex={0}>
        <table className="w-full min-w-[420px] table-fixed border-collapse text-14">
          <caption className="sr-only">{t('compare')}</caption>
          <thead>
            <tr>
              <th scope="col" className="w-20">
                <span className="sr-only">{t('item')}</span>
              </th>
              {compare.items.map(({ tile, current }) => (
                <th key={tile.sku_id} scope="col" className={head}>
                  <Art
                    sketch={{ kind: 'card', desc: tile.desc, frame: compare.frame }}
                    className="mb-2 aspect-[10/13] w-full rounded-field bg-wall"
                  />
                  {current ? (
                    <b className="font-strong">{t('this_one')}</b>
                  ) : (
                    <a
                      href={`/products/${tile.product_id}?sku=${tile.sku_id}`}
                      className="link inline-flex min-h-11 items-center leading-snug"
                      translate="no"
                    >
                      {tile.name}
                    </a>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <CompareBody compare={compare} />
        </table>
      </div>
    </Box>
  )
}

function CompareBody({ compare }: { compare: ProductData['compare'] }) {
  const t = useWords(productWords)
  const name = 'px-2 py-2 text-left text-13 font-text text-ink-soft'
  return (
    <tbody>
      {compare.rows.map((row, at) => (
        <tr key={row} className="border-t border-line">
          <th scope="row" className={name}>
            {row}
          </th>
          {compare.items.map(({ tile, cells }) => (
            <td key={tile.sku_id} className="num px-2 py-2">
              {cells[at]?.value ? (
                // The first row is the price.
                <span {...(at === 0 && { 'data-sku': tile.sku_id })}>{cells[at].value}</span>
              ) : (
                <Badge tone="unknown">{t('unknown')}</Badge>
              )}{' '}
              {cells[at]?.best && <Badge tone="good">{t('best')}</Badge>}
            </td>
          ))}
        </tr>
      ))}
      <tr className="border-t border-line">
        <th scope="row" className={name}>
          {t('arrive_row')}
        </th>
        {compare.items.map(({ tile }) => (
          <td key={tile.sku_id} className="px-2 py-2 text-13">
            <Arrival badge={tile.badge} />
          </td>
        ))}
      </tr>
    </tbody>
  )
}
