// The prices of one SKU: every row, now and planned, proposals that wait, and a new one with its preview.
import { type ReactNode, useState } from 'react'
import { useAddress } from '../../../web/console/address.ts'
import { Diff } from '../../../web/console/diff.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Price } from '../../../web/kit/price.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatInstant, formatMoney, formatShare } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { Thumb } from '../../catalog/screens/index.ts'
import { useSkuLines } from '../../search/screens/index.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { useCityOptions } from '../../places/screens/index.ts'
import { getStanding } from '../contract-floors.ts'
import { listPrices, type PriceChange, type PriceRow, proposeChange } from '../contract.ts'
import { priceWords } from './price-words.ts'
import { fenOf, instantOf, localOf } from './typed.ts'

type Props = {
  sku_id: string
  now_fen: number | null
  place: (code: string) => string
  onSent: () => void
}

export function PriceDetail(props: Props) {
  const t = useWords(priceWords)
  const read = useRead(listPrices, { sku_id: props.sku_id as never, limit: 100 })
  const line = useSkuLines([props.sku_id])(props.sku_id)
  const [proposing, setProposing] = useState(false)
  const why = useWhyNot('pricing.propose')
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={5} />
  return (
    <>
      <header className="flex items-center gap-4 pb-4">
        <Thumb drawing={line?.drawing} size="card" />
        <span>
          {props.now_fen === null ? t('no_price') : <Price fen={props.now_fen} size="order" />}
          <span className="block text-12 text-ink-soft" translate="no">
            {line?.code} · {line?.gtin ?? '—'}
          </span>
          <AgainstFloor sku_id={props.sku_id} />
        </span>
      </header>
      <Section title={t('rows')}>
        <Rows rows={read.data.items} place={props.place} />
      </Section>
      {proposing ? (
        <Proposal {...props} rows={read.data.items} onClose={() => setProposing(false)} />
      ) : (
        <Button size="small" why_disabled={why} onClick={() => setProposing(true)}>
          {t('propose')}
        </Button>
      )}
    </>
  )
}

/** What selling may know of the floor. */
function AgainstFloor({ sku_id }: { sku_id: string }) {
  const t = useWords(priceWords)
  const { data } = useRead(getStanding, { sku_id: sku_id as never })
  if (!data?.against_floor) return null
  const tones = { above: 'good', near: 'lit', below: 'warn' } as const
  return <Badge tone={tones[data.against_floor]}>{t(`floor_${data.against_floor}`)}</Badge>
}

const stateOf = (row: PriceRow, now: number) => {
  if (Date.parse(row.starts_at) > now) return 'planned'
  return row.ends_at && Date.parse(row.ends_at) <= now ? 'past' : 'now'
}

function Rows({ rows, place }: { rows: readonly PriceRow[]; place: (code: string) => string }) {
  const t = useWords(priceWords)
  const { lang, now } = useView()
  const sorted = rows.toSorted((x, y) => y.starts_at.localeCompare(x.starts_at))
  const badge = (row: PriceRow): ReactNode => {
    const state = stateOf(row, now)
    return (
      <Badge tone={state === 'now' ? 'good' : state === 'planned' ? 'lit' : 'neutral'}>
        {t(`row_${state}`)}
      </Badge>
    )
  }
  return (
    <Table
      caption={t('rows')}
      rows={sorted}
      keyOf={(row) => row.id}
      columns={[
        { id: 'state', title: t('state'), cell: badge },
        {
          id: 'price',
          title: t('row_price'),
          numeric: true,
          heads: true,
          cell: (row) => formatMoney(row.price_fen),
        },
        { id: 'place', title: t('row_place'), cell: (row) => place(row.place_code) },
        {
          id: 'who',
          title: `${t('row_channel')} · ${t('row_tier')}`,
          cell: (row) => `${t(`channel_${row.channel}`)} · ${t(`tier_${row.tier}`)}`,
        },
        { id: 'from', title: t('row_from'), cell: (row) => formatInstant(row.starts_at, lang) },
        {
          id: 'until',
          title: t('row_until'),
          cell: (row) => (row.ends_at ? formatInstant(row.ends_at, lang) : t('open_end')),
        },
      ]}
    />
  )
}

type Draft = { change: PriceChange; reason: string }

function readDraft(form: FormData, sku_id: string): Draft | null {
  const value = (name: string) => String(form.get(name) ?? '')
  const price_fen = fenOf(value('price'))
  const starts_at = instantOf(value('from'))
  if (!price_fen || !starts_at) return null
  const change = {
    sku_id: sku_id as PriceChange['sku_id'],
    place_code: value('place'),
    channel: value('channel') as PriceChange['channel'],
    tier: value('tier') as PriceChange['tier'],
    price_fen,
    starts_at,
    ends_at: instantOf(value('to')),
  }
  return { change, reason: value('reason') }
}

function Proposal(props: Props & { rows: readonly PriceRow[]; onClose: () => void }) {
  const t = useWords(priceWords)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [shown, setShown] = useState(false)
  const propose = useCommand(proposeChange, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      props.onSent()
    },
  })
  return (
    <Section title={t('propose')} note={t('propose_lead')}>
      <div hidden={shown}>
        <Form
          {...props}
          problem={propose.problem}
          onDraft={(made) => {
            setDraft(made)
            setShown(true)
          }}
        />
      </div>
      {shown && draft && (
        <Preview
          draft={draft}
          rows={props.rows}
          place={props.place}
          pending={propose.pending}
          onBack={() => setShown(false)}
          onSend={() =>
            void propose.run({ ...draft.change, reason: draft.reason }).then((sent) => {
              if (!sent) setShown(false)
            })
          }
        />
      )}
      <Refusal problem={propose.problem} />
    </Section>
  )
}

type FormProps = Props & {
  problem: Parameters<typeof fieldError>[0]
  onDraft: (draft: Draft) => void
  onClose: () => void
}

function Form({ sku_id, problem, onDraft, onClose }: FormProps) {
  const t = useWords(priceWords)
  const c = useWords(commonWords)
  const { lang, now } = useView()
  const [bad, setBad] = useState(false)
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const draft = readDraft(new FormData(event.currentTarget), sku_id)
        setBad(!draft)
        if (draft) onDraft(draft)
      }}
    >
      <TextField
        name="price"
        inputMode="decimal"
        label={t('new_price')}
        hint={t('step')}
        error={bad ? t('bad_price') : fieldError(problem, '/price_fen', lang)}
      />
      <Where />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          name="from"
          type="datetime-local"
          label={t('from')}
          defaultValue={localOf(now + 3_600_000)}
          error={fieldError(problem, '/starts_at', lang)}
        />
        <TextField
          name="to"
          type="datetime-local"
          label={t('to')}
          required={false}
          hint={t('to_hint')}
          error={fieldError(problem, '/ends_at', lang)}
        />
      </div>
      <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={200} />
      <span className="flex gap-3">
        <Button type="submit" size="small">
          {t('preview')}
        </Button>
        <Button size="small" look="quiet" onClick={onClose}>
          {c('cancel')}
        </Button>
      </span>
    </form>
  )
}

/** Place, channel and tier; the list's own place stands first. */
function Where() {
  const t = useWords(priceWords)
  const { query } = useAddress()
  const cities = useCityOptions()
  const of = (name: 'channel' | 'tier', values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${name}_${value}` as 'channel_all') }))
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Select
        key={cities.length}
        name="place"
        label={t('row_place')}
        defaultValue={query.city ?? 'CN'}
        choices={[{ value: 'CN', label: t('whole_country') }, ...cities]}
      />
      <Select name="channel" label={t('row_channel')} choices={of('channel', ['all', 'shop', 'counter'])} />
      <Select name="tier" label={t('row_tier')} choices={of('tier', ['retail', 'member', 'enterprise'])} />
    </div>
  )
}

type PreviewProps = {
  draft: Draft
  rows: readonly PriceRow[]
  place: (code: string) => string
  pending: boolean
  onBack: () => void
  onSend: () => void
}

/** The row of the same key that holds when the change begins: what the second person compares with. */
function rowReplaced(rows: readonly PriceRow[], { place_code, channel, tier, starts_at }: PriceChange) {
  const at = Date.parse(starts_at)
  return rows.find(
    (row) =>
      row.place_code === place_code &&
      row.channel === channel &&
      row.tier === tier &&
      Date.parse(row.starts_at) <= at &&
      (row.ends_at === null || at < Date.parse(row.ends_at)),
  )
}

function Preview({ draft, rows, place, pending, onBack, onSend }: PreviewProps) {
  const t = useWords(priceWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const { change } = draft
  const old = rowReplaced(rows, change)
  const end = (at: string | null | undefined) => (at ? formatInstant(at, lang) : t('open_end'))
  const step = old && Math.round(((change.price_fen - old.price_fen) * 10_000) / old.price_fen)
  const difference = step === undefined ? undefined : `${step > 0 ? '+' : ''}${formatShare(step)}`
  const who = `${place(change.place_code)} · ${t(`channel_${change.channel}`)} · ${t(`tier_${change.tier}`)}`
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-soft">{who}</p>
      <Diff
        changes={[
          {
            field: 'price',
            title: t('row_price'),
            before: old ? formatMoney(old.price_fen) : '—',
            after: formatMoney(change.price_fen),
            ...(difference ? { difference } : {}),
          },
          {
            field: 'from',
            title: t('row_from'),
            before: old ? formatInstant(old.starts_at, lang) : '—',
            after: formatInstant(change.starts_at, lang),
          },
          {
            field: 'to',
            title: t('row_until'),
            before: old ? end(old.ends_at) : '—',
            after: end(change.ends_at),
          },
        ].filter(({ before, after }) => before !== after)}
      />
      <span className="flex gap-3">
        <Button size="small" pending={pending} onClick={onSend}>
          {t('send')}
        </Button>
        <Button size="small" look="quiet" onClick={onBack}>
          {c('back')}
        </Button>
      </span>
    </div>
  )
}
