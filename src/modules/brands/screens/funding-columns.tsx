// The columns of agreed funding, for the brand that offers it and for selling, who takes it up.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { formatInstant, formatMoney, formatShare } from '../../../web/words/format.ts'
import { say } from '../../../web/words/words.ts'
import type { Funding } from '../contract-sales.ts'
import { brandSalesWords } from './sales-words.ts'

const tones: Record<Funding['state'], Tone> = { planned: 'lit', now: 'good', past: 'neutral' }

export function fundingColumns(lang: Lang): TableColumnsType<Funding> {
  const t = say(brandSalesWords, lang)
  return [
    {
      title: t('brand'),
      render: (_, row) => <span translate="no">{lang === 'en' ? row.brand_en : row.brand_zh}</span>,
    },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`st_${row.state}`)}</Badge>,
    },
    {
      title: t('share'),
      align: 'right',
      render: (_, row) => <span className="num">{formatShare(row.share_bp)}</span>,
    },
    {
      title: t('budget'),
      align: 'right',
      render: (_, row) => <span className="num">{formatMoney(row.budget_fen)}</span>,
    },
    { title: t('starts'), render: (_, row) => formatInstant(row.starts_at, lang) },
    { title: t('ends'), render: (_, row) => formatInstant(row.ends_at, lang) },
    {
      title: t('skus'),
      render: (_, row) => (
        <span translate="no" className="block max-w-80 truncate">
          {row.sku_codes.join(', ')}
        </span>
      ),
    },
    {
      title: t('reason'),
      render: (_, row) => (
        <span translate="no" className="block max-w-60 truncate">
          {row.reason}
        </span>
      ),
    },
  ]
}
