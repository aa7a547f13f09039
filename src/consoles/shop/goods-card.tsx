// Cards on one scale: a strip of wall with a metre line behind, each product in its real size upon it.
import { moneyFigure } from '../../web/words/format.ts'
import { formatDay, formatTime, dayOf } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { Art } from './art.tsx'
import type { BadgeData, TileData } from './data.ts'
import { goodsWords } from './goods-words.ts'
import type { Frame } from './hand.ts'

export function Badge({ badge }: { badge: BadgeData }) {
  const t = useWords(goodsWords)
  const lang = useLang()
  const { now } = useView()
  if (badge.kind === 'none') return <span className="text-ink-soft">{t('badge_none')}</span>
  if (badge.kind === 'later') {
    return (
      <span className="text-ink-soft">
        {t('badge_later', { day: formatDay(dayOf(badge.at), lang, now) })}
      </span>
    )
  }
  const time = formatTime(badge.at)
  if (badge.kind === 'tomorrow') return <span className="text-ink-soft">{t('badge_tomorrow', { time })}</span>
  return (
    <span className="inline-flex items-center gap-1.5 text-ink">
      <span aria-hidden="true" className="size-2 rounded-pill bg-light" />
      {t('badge_today', { time })}
    </span>
  )
}

/** Facts in a row, each kept whole: a figure does not leave its unit behind. */
export const Note = ({ text }: { text: string }) =>
  text.split(' · ').map((part, i) => (
    <span key={part}>
      {i > 0 && ' · '}
      <span className="whitespace-nowrap">{part}</span>
    </span>
  ))

function Card({ tile, frame }: { tile: TileData; frame: Frame }) {
  const t = useWords(goodsWords)
  return (
    <li className="goods-card relative flex flex-col">
      <Art sketch={{ kind: 'card', desc: tile.desc, frame }} className="aspect-[10/13] w-full bg-wall" />
      <div className="flex grow flex-col bg-surface px-3 pt-3 pb-4 md:px-4">
        <h3 className="text-14 leading-snug font-mid md:text-16">
          <a
            href={`/products/${tile.product_id}?sku=${tile.sku_id}`}
            className="after:absolute after:inset-0 after:content-[''] hover:underline focus-visible:shadow-none focus-visible:after:shadow-[var(--focus)]"
            translate="no"
          >
            {tile.name}
          </a>
        </h3>
        <p className="num mt-0.5 text-12 text-ink-soft md:text-13">{tile.size}</p>
        <p className="mb-2 text-12 text-ink-soft md:text-13">
          <Note text={tile.note} />
        </p>
        <p className="mt-auto flex flex-wrap items-baseline justify-between gap-x-3 gap-y-0.5">
          {tile.fen === null ? (
            <span className="text-16 text-ink-soft" data-sku={tile.sku_id}>
              {t('no_price')}
            </span>
          ) : (
            <span className="price text-24" data-sku={tile.sku_id}>
              <i>¥</i>
              {moneyFigure(tile.fen)}
            </span>
          )}
          <span className="text-12 md:text-right md:text-13">
            <Badge badge={tile.badge} />
            {tile.installs && tile.badge.kind !== 'none' && (
              <span className="block text-ink-soft">{t('badge_installs')}</span>
            )}
          </span>
        </p>
      </div>
    </li>
  )
}

type GoodsProps = { tiles: readonly TileData[]; frame: Frame; columns?: 'four' | 'five'; label: string }

/** One wall for all: columns share a floor line, rows share the scale. */
export const Goods = ({ tiles, frame, columns = 'four', label }: GoodsProps) => (
  <ul aria-label={label} className={`goods goods-${columns} -mx-4 grid md:mx-0`}>
    {tiles.map((tile) => (
      <Card key={tile.sku_id} tile={tile} frame={frame} />
    ))}
  </ul>
)
