// A benefit in words: in a cell of the list, in the drawer and in the preview of one that is proposed.
import { type Fact, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import {
  formatInstant,
  formatList,
  formatMoney,
  formatNumber,
  formatShare,
} from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { useCategories } from '../../catalog/screens/index.ts'
import { usePlaceNames } from '../../places/screens/index.ts'
import { type BenefitRow, type BenefitWish, worksOnOrders } from '../contract-benefits.ts'
import { house } from './benefit-entry.ts'
import { perOf } from './benefit-fields.tsx'
import { benefitWords } from './benefit-words.ts'

const tones = { planned: 'lit', now: 'good', past: 'neutral' } as const

export function BenefitState({ state }: Pick<BenefitRow, 'state'>) {
  const t = useWords(benefitWords)
  return <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>
}

/** What it takes off, which goods it reaches and who bears it, each as one line. */
export function useBenefitText() {
  const t = useWords(benefitWords)
  const lang = useLang()
  const { categoryName } = useCategories()
  const cut = ({ amount_fen, rate_bp, cap_fen }: BenefitWish) => {
    if (amount_fen !== null) return formatMoney(amount_fen)
    const share = formatShare(rate_bp ?? 0, 2)
    return cap_fen === null ? share : t('cut_capped', { share, cap: formatMoney(cap_fen) })
  }
  const categories = ({ category_codes }: BenefitWish) => formatList(category_codes.map(categoryName), lang)
  const goods = (row: BenefitRow) => {
    const names = categories(row)
    return names ? t('skus_of', { names, count: row.skus }) : t('skus', { count: row.skus })
  }
  const bearers = ({ funders }: BenefitWish) =>
    formatList(
      funders.map(
        ({ party, share_bp }) => `${party === house ? t('house') : party} ${formatShare(share_bp, 2)}`,
      ),
      lang,
    )
  return { cut, categories, goods, bearers }
}

/** What is reserved, used and left of a limit and of a budget. */
export function BenefitUse({ use, uses_max, budget_fen }: BenefitRow) {
  const t = useWords(benefitWords)
  if (!use) return null
  const { used, reserved, used_fen, reserved_fen } = use
  const left = uses_max === null ? '' : t('use_of', { max: formatNumber(uses_max) })
  const fen_left = budget_fen === null ? '' : t('use_of', { max: formatMoney(budget_fen) })
  return (
    <span className="num block text-right">
      {formatNumber(used)}
      {left}
      {reserved > 0 && <span className="text-ink-soft"> · {t('reserved', { count: reserved })}</span>}
      <span className="block text-13 text-ink-soft">
        {formatMoney(used_fen + reserved_fen)}
        {fen_left}
      </span>
    </span>
  )
}

type Shown = { wish: BenefitWish; starts?: string; skus?: number }

/** `starts` stands for a beginning that only the approval decides. */
export function BenefitFacts({ wish, starts, skus }: Shown) {
  const t = useWords(benefitWords)
  const lang = useLang()
  return (
    <>
      <Section title={t(`kind_${wish.kind}`)}>
        <Facts facts={useGoodsFacts(wish, skus)} />
      </Section>
      <Section title={t('who')}>
        <Facts facts={useAudienceFacts(wish)} />
      </Section>
      <Section title={t('when')}>
        <Facts
          facts={[
            { name: t('from'), value: starts ?? formatInstant(wish.starts_at, lang) },
            { name: t('until'), value: formatInstant(wish.ends_at, lang) },
          ]}
        />
      </Section>
      <Section title={t('names')}>
        <Facts
          facts={[
            { name: t('name_zh'), value: <span translate="no">{wish.name_zh}</span> },
            { name: t('name_en'), value: <span translate="no">{wish.name_en}</span> },
            { name: t('code'), value: <code translate="no">{wish.code}</code> },
          ]}
        />
      </Section>
    </>
  )
}

function useGoodsFacts(wish: BenefitWish, skus: number | undefined): (Fact | false)[] {
  const t = useWords(benefitWords)
  const lang = useLang()
  const { cut, categories, bearers } = useBenefitText()
  const named = categories(wish)
  const codes = wish.sku_codes
  return [
    { name: t(`cut${perOf(wish.kind)}`), value: cut(wish) },
    ...useOrderFacts(wish),
    named !== '' && { name: t('categories'), value: named },
    codes.length > 0 && {
      name: t('sku_codes'),
      value: <span translate="no">{formatList(codes, lang)}</span>,
    },
    skus !== undefined && { name: t('goods'), value: t('skus', { count: skus }) },
    { name: t('bearer'), value: <span translate="no">{bearers(wish)}</span> },
  ]
}

/** What only benefits of an order have. */
function useOrderFacts(wish: BenefitWish): (Fact | false)[] {
  const t = useWords(benefitWords)
  const lang = useLang()
  if (!worksOnOrders(wish.kind)) return []
  const { threshold_fen, parts, uses_max, person_max, budget_fen, offered, restores } = wish
  const coupon = wish.kind === 'coupon'
  const made = formatList(
    parts.map(({ sku_code, quantity }) => `${sku_code} × ${quantity}`),
    lang,
  )
  const bound = (value: number | null) => (value === null ? t('no_bound') : formatNumber(value))
  return [
    threshold_fen !== null && { name: t('threshold_is'), value: formatMoney(threshold_fen) },
    parts.length > 0 && { name: t('parts'), value: <span translate="no">{made}</span> },
    { name: t('uses_max'), value: bound(uses_max) },
    { name: t('person_max'), value: bound(coupon ? (person_max ?? 1) : person_max) },
    { name: t('budget_is'), value: budget_fen === null ? t('no_bound') : formatMoney(budget_fen) },
    coupon && { name: t('offered'), value: t(`offered_${offered}`) },
    { name: t('restores_is'), value: t(restores ? 'restores_yes' : 'restores_no') },
  ]
}

function useAudienceFacts({ place_codes, channels, tiers }: BenefitWish): Fact[] {
  const t = useWords(benefitWords)
  const lang = useLang()
  const placeName = usePlaceNames()
  const listed = (names: readonly string[], none: string) => (names.length ? formatList(names, lang) : none)
  const ways = channels.map((one) => t(`channel_${one}`))
  const buyers = tiers.map((one) => t(`tier_${one}`))
  return [
    { name: t('places'), value: listed(place_codes.map(placeName), t('whole_country')) },
    { name: t('channels'), value: listed(ways, t('all')) },
    { name: t('tiers'), value: listed(buyers, t('all')) },
  ]
}
