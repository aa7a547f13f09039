// Taking the money: where the goods come from, how it was paid, where they go; one button says the sum.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import type { Input } from '../../../web/api.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Choices, PhoneField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import type { Goods } from '../../../web/mobile/goods.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatList, formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Node } from '../../places/contract.ts'
import { getPrice } from '../../pricing/contract.ts'
import { listStock } from '../../stock/contract.ts'
import { counterSale } from '../contract.ts'
import { AddressFields, nowhere, useCounty, type Where } from './hand-address.tsx'
import type { CartLine } from './hand-cart.ts'
import { handOrderWords } from './hand-words.ts'

type Mode = 'own_stock' | 'agency'
type Method = 'cash' | 'qr' | 'card'
type Sale = {
  node: Node
  lines: readonly CartLine[]
  goods: ReadonlyMap<string, Goods>
  total_fen: number
  onClose: () => void
  onSold: () => void
}

/** Names of what this store has too little of. */
function useShort(node: Node, lines: readonly CartLine[], goods: ReadonlyMap<string, Goods>): string[] {
  const lang = useLang()
  const sku_ids = lines.map((line) => line.sku_id).join(',')
  const cells = useRead(listStock, { node_id: node.id, limit: 100, sku_ids }).data
  if (!cells) return []
  const left = (sku_id: string) => cells.items.find((cell) => cell.sku_id === sku_id)?.counter_available ?? 0
  return lines
    .filter((line) => line.quantity > left(line.sku_id))
    .map(({ sku_id }) => {
      const item = goods.get(sku_id)
      return item ? nameIn(lang, item) : sku_id
    })
}

/** The price moved while the customer stood there: the new one is read, shown, and confirmed again. */
function useFreshPrices(reason: string | undefined) {
  const client = useQueryClient()
  useEffect(() => {
    if (reason === 'price_moved') void client.invalidateQueries({ queryKey: [getPrice.id] })
    if (reason === 'stock_gone') void client.invalidateQueries({ queryKey: [listStock.id] })
  }, [client, reason])
}

function usePay(sale: Sale) {
  const t = useWords(handOrderWords)
  const navigate = useNavigate()
  const short = useShort(sale.node, sale.lines, sale.goods)
  const [chosen, setMode] = useState<Mode | null>(null)
  const [method, setMethod] = useState<Method>('qr')
  const [phone, setPhone] = useState('')
  const [where, setWhere] = useState<Where>(nowhere)
  const county_code = useCounty(where)
  const sell = useCommand(counterSale, {
    onDone: (order) => {
      sale.onSold()
      toast(t('sold_toast', { number: order.number }))
      void navigate({ to: '/sale/$id/receipt', params: { id: order.id } as never })
    },
  })
  useFreshPrices(sell.problem?.reason)
  const mode: Mode = chosen ?? (short.length > 0 && sale.node.warehouse_id ? 'agency' : 'own_stock')
  const installs = sale.lines.some(({ sku_id }) => sale.goods.get(sku_id)?.install_kind === 'install')
  const sends = mode === 'agency' || installs
  const missing = [
    (sends || phone !== '') && !/^1[3-9]\d{9}$/.test(phone) && t('fill_phone'),
    sends && !where.recipient.trim() && t('fill_recipient'),
    sends && !where.line.trim() && t('fill_address'),
    sends && where.line.trim() !== '' && !county_code && t('fill_place'),
  ].filter((one) => one !== false)
  const run = () => void sell.run(saleOf(sale, { mode, method, phone, where, county_code, sends }))
  return {
    short,
    mode,
    setMode,
    method,
    setMethod,
    phone,
    setPhone,
    where,
    setWhere,
    sends,
    missing,
    sell,
    run,
  }
}

type Filled = { mode: Mode; method: Method; phone: string; where: Where; county_code: string; sends: boolean }
function saleOf(sale: Sale, filled: Filled): Input<typeof counterSale.input> {
  const { recipient, line } = filled.where
  const { phone, county_code } = filled
  return {
    node_id: sale.node.id,
    lines: sale.lines.map(({ sku_id, quantity }) => ({ sku_id: sku_id as Id, quantity })),
    mode: filled.mode,
    payment_method: filled.method,
    expected_total_fen: sale.total_fen,
    ...(phone ? { customer_phone: phone } : {}),
    ...(filled.sends
      ? { address: { recipient: recipient.trim(), phone, county_code, line: line.trim() } }
      : {}),
  }
}

export function PaySheet(sale: Sale) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const pay = usePay(sale)
  const amount = formatMoney(sale.total_fen)
  const why = pay.missing.length > 0 ? t('why_fill', { what: formatList(pay.missing, lang) }) : null
  return (
    <Sheet
      open
      onClose={sale.onClose}
      title={t('pay_title', { amount })}
      actions={
        <Button size="large" wide pending={pay.sell.pending} why_disabled={why} onClick={pay.run}>
          {t('confirm', { amount })}
        </Button>
      }
    >
      <div className="mx-auto flex max-w-[680px] flex-col gap-5">
        <Source sale={sale} pay={pay} />
        <Choices
          label={t('method')}
          name="method"
          value={pay.method}
          choices={(['qr', 'cash', 'card'] as const).map((value) => ({ value, label: t(`method_${value}`) }))}
          onChange={(value) => pay.setMethod(value as Method)}
        />
        <PhoneField
          label={t('phone')}
          hint={t('phone_hint')}
          required={pay.sends}
          autoComplete="off"
          value={pay.phone}
          onDigits={pay.setPhone}
        />
        {pay.sends && <AddressFields node={sale.node} where={pay.where} onChange={pay.setWhere} />}
        <Refusal problem={pay.sell.problem} />
      </div>
    </Sheet>
  )
}

function Source({ sale, pay }: { sale: Sale; pay: ReturnType<typeof usePay> }) {
  const t = useWords(handOrderWords)
  const lang = useLang()
  const short = pay.short.length > 0 ? t('own_stock_short', { names: formatList(pay.short, lang) }) : null
  return (
    <div className="flex flex-col gap-2">
      <p className="text-13 text-ink-soft">{t('from')}</p>
      <PickOne
        label={t('from')}
        name="mode"
        value={pay.mode}
        choices={[
          { value: 'own_stock', title: t('own_stock'), note: t('own_stock_note'), why_disabled: short },
          {
            value: 'agency',
            title: t('agency'),
            note: t('agency_note'),
            why_disabled: sale.node.warehouse_id ? null : t('no_warehouse'),
          },
        ]}
        onChange={(value) => pay.setMode(value as Mode)}
      />
    </div>
  )
}
