// A benefit in words: in a cell of the list, in the drawer and in the preview of one that is proposed.
import { type Fact, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { formatInstant, formatList, formatMoney, formatShare } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { useCategories } from '../../catalog/screens/index.ts'
import { usePlaceNames } from '../../places/screens/index.ts'
import type { BenefitRow, BenefitWish } from '../contract-benefits.ts'
import { house } from './benefit-entry.ts'
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
    { name: t('cut'), value: cut(wish) },
    named !== '' && { name: t('categories'), value: named },
    codes.length > 0 && {
      name: t('sku_codes'),
      value: <span translate="no">{formatList(codes, lang)}</span>,
    },
    skus !== undefined && { name: t('goods'), value: t('skus', { count: skus }) },
    { name: t('bearer'), value: <span translate="no">{bearers(wish)}</span> },
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
