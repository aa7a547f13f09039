// Tags on paper: twenty-one on an A4 sheet, or one that fills half of it. The code leads to the live price of
// the article in this store.
import { useQuery } from '@tanstack/react-query'
import type { Id } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Picture } from '../../../web/kit/drawing.tsx'
import { EmptyState, ErrorState, Refusal, Skeleton } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { NoNode, useNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Page } from '../../../web/mobile/parts.tsx'
import { PrintButton } from '../../../web/mobile/print.tsx'
import { useCommand } from '../../../web/query.ts'
import { formatInstant, moneyFigure, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listTags, notePrints, type ShelfTag, type TagSheet } from '../contract.ts'
import { dueAt, dueNow } from './due-tags.ts'
import { useTags } from './hand-tags.tsx'
import './tag-sheet.css'
import { tagWords } from './tag-words.ts'

const a_sheet = 21

/** QR by bwip-js; the encoder is loaded only where tags are printed. */
async function drawCodes(targets: readonly string[]): Promise<string[]> {
  const { qrcode, drawingSVG } = await import('bwip-js/browser')
  return targets.map((text) => qrcode({ bcid: 'qrcode', text }, drawingSVG()))
}

type Wanted = Record<string, string>

function tagsWanted(sheet: TagSheet, { at, sku, all }: Wanted): ShelfTag[] {
  const own = at ? dueAt(sheet, at) : dueNow(sheet)
  const tags = sku ? sheet.items.filter(({ sku_id }) => sku_id === sku) : all ? sheet.items : own
  return tags.filter(({ price_fen }) => price_fen !== null)
}

export default function HandTagSheet() {
  const t = useWords(tagWords)
  const node_id = useNodeId()
  const { query } = useAddress()
  const read = useTags(node_id)
  if (!node_id) return <NoNode />
  const tags = read.data && tagsWanted(read.data, query)
  const large = query.size === 'large'
  return (
    <Page title={<span className="no-print">{t('sheet')}</span>} back={{ to: '/tags', label: t('back') }}>
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && !tags && <Skeleton className="h-120 rounded-shop" />}
      {tags?.length === 0 && <EmptyState icon="check" title={t('gone')} />}
      {tags && tags.length > 0 && (
        <>
          <Acts node_id={node_id} tags={tags} />
          <Sheet tags={tags} large={large} />
        </>
      )}
    </Page>
  )
}

function Acts({ node_id, tags }: { node_id: string; tags: readonly ShelfTag[] }) {
  const t = useWords(tagWords)
  const note = useCommand(notePrints, { refreshes: [listTags], onDone: () => toast(t('noted_toast')) })
  const printed = tags.flatMap(({ sku_id, price_fen }) => (price_fen === null ? [] : [{ sku_id, price_fen }]))
  return (
    <div className="no-print grid gap-3 md:grid-cols-2">
      <PrintButton />
      <div className="flex flex-col gap-1">
        <Button
          size="large"
          wide
          look="secondary"
          icon="check"
          pending={note.pending}
          onClick={() => void note.run({ node_id: node_id as Id, tags: printed.slice(0, 500) })}
        >
          {t('noted')}
        </Button>
        <p className="text-center text-13 text-ink-soft">{t('noted_hint')}</p>
        <Refusal problem={note.problem} />
      </div>
      <p className="text-13 text-ink-soft md:col-span-2">{t('paper', { count: a_sheet })}</p>
    </div>
  )
}

function Sheet({ tags, large }: { tags: readonly ShelfTag[]; large: boolean }) {
  const targets = tags.map(({ target }) => `${location.origin}${target}`)
  const codes = useQuery({ queryKey: ['qr', targets], queryFn: () => drawCodes(targets) })
  return (
    <div
      className={`print-sheet tag-sheet ${large ? 'tag-sheet-large' : ''}`}
      data-ready={codes.data ? 'yes' : 'no'}
    >
      {tags.map((tag, i) => (
        <Paper key={tag.sku_id} tag={tag} code={codes.data?.[i] ?? ''} />
      ))}
    </div>
  )
}

// Paper stays white and its ink black, also at night.
function Paper({ tag, code }: { tag: ShelfTag; code: string }) {
  const t = useWords(tagWords)
  const lang = useLang()
  const node = useNode()
  const { valid_from, valid_until } = tag
  // Paper is read on other days: every moment with its date.
  const day = (at: string) => formatInstant(at, lang, 0)
  const figure = moneyFigure(tag.price_fen ?? 0)
  const until = valid_until ? ` · ${t('until', { at: day(valid_until) })}` : ''
  return (
    <article className="tag" data-sku={tag.sku_id} aria-label={nameIn(lang, tag)}>
      <div className="tag-head" translate="no">
        <h2>{nameIn(lang, tag)}</h2>
        <p>{lang === 'en' ? tag.variant_en : tag.variant_zh}</p>
      </div>
      <p className="tag-price">
        <small>{t('list_price')}</small>
        <span className={`tag-figure ${figure.length > 6 ? 'tag-figure-long' : ''}`}>
          <i>¥</i>
          {figure}
        </span>
        <small>
          {t('from', { at: day(valid_from) })}
          {until}
        </small>
      </p>
      <div className="tag-code">
        {code ? <Picture svg={code} className="tag-qr" /> : <span className="tag-qr" />}
        <small>{t('scan')}</small>
      </div>
      <p className="tag-foot" translate="no">
        <span>{tag.code}</span>
        {tag.gtin && <span>{tag.gtin}</span>}
        <span className="tag-store">{node && nameIn(lang, node)}</span>
      </p>
    </article>
  )
}
