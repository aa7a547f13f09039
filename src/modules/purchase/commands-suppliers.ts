// The only writers of suppliers, their bank data and budgets. B1: where money goes is agreed to by two more.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, ChangeToApply } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound, wrongField } from '../../platform/refusal.ts'
import { newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { BankChange, BudgetChange, type addSupplier, type changeSupplier } from './contract.ts'
import { bankShown, supplierRow } from './queries.ts'

export async function addOne(tx: Tx, actor: Actor, input: z.output<typeof addSupplier.input>) {
  if (input.currency !== 'CNY') throw wrongField('/currency', 'only_cny', { currency: input.currency })
  if (input.brand_id && !catalog().brand(input.brand_id)) throw wrongField('/brand_id', 'unknown_reference')
  const supplier_id = newId()
  await tx`
    insert into purchase.supplier (supplier_id, code, name, name_en, brand_id, payment_terms_days,
                                   lead_time_days)
    values (${supplier_id}, ${input.code}, ${input.name}, ${input.name_en}, ${input.brand_id ?? null},
            ${input.payment_terms_days}, ${input.lead_time_days})`
  await audit(tx, actor, 'purchase.supplier_added', { kind: 'supplier', id: supplier_id }, { ...input })
  return supplierRow(tx, supplier_id)
}

export async function changeOne(tx: Tx, actor: Actor, input: z.output<typeof changeSupplier.input>) {
  const { supplier_id, ...said } = input
  const changed = await tx`
    update purchase.supplier
       set name = ${said.name}, name_en = ${said.name_en}, payment_terms_days = ${said.payment_terms_days},
           lead_time_days = ${said.lead_time_days}, state = ${said.state}, changed_at = platform.clock()
     where supplier_id = ${supplier_id}`
  if (changed.count === 0) throw notFound()
  await audit(tx, actor, 'purchase.supplier_changed', { kind: 'supplier', id: supplier_id }, said)
  return supplierRow(tx, supplier_id)
}

/** What of it a second person sees struck out: the end of the account, and which row it is. */
async function bankNow(tx: Tx, supplier_id: string) {
  const [bank, supplier] = [await bankShown(tx, supplier_id), await supplierRow(tx, supplier_id)]
  const { version, bank_name, account_name, account_no } = bank ?? {}
  return { tax_id: supplier.tax_id, version, bank_name, account_name, account_no }
}

async function applyBank(tx: Tx, actor: Actor, { id, after, requested_by }: ChangeToApply<BankChange>) {
  const { supplier_id } = after
  await tx`
    insert into purchase.supplier_bank (supplier_id, version, bank_name, bank_code, account_name, account_no,
                                        requested_by, approved_by, request_id)
    select ${supplier_id}, coalesce(max(version), 0) + 1, ${after.bank_name}, ${after.bank_code},
           ${after.account_name}, ${after.account_no}, ${requested_by}, ${actor.person_id}, ${id}
      from purchase.supplier_bank where supplier_id = ${supplier_id}`
  await tx`
    update purchase.supplier set tax_id = ${after.tax_id}, changed_at = platform.clock()
     where supplier_id = ${supplier_id}`
  await audit(tx, actor, 'purchase.supplier_bank_set', { kind: 'supplier', id: supplier_id }, {})
}

const supplierName = async (tx: Tx, supplier_id: string) => {
  const { name, name_en } = await supplierRow(tx, supplier_id)
  return { zh: name, en: name_en }
}

async function budgetNow(tx: Tx, { category_code, month }: BudgetChange) {
  const [row] = await tx<{ budget_fen: number }[]>`
    select budget_fen from purchase.budget
     where category_code = ${category_code} and month = ${`${month}-01`}`
  return { budget_fen: row?.budget_fen ?? null }
}

async function applyBudget(tx: Tx, actor: Actor, { id, after, requested_by }: ChangeToApply<BudgetChange>) {
  await tx`
    insert into purchase.budget (category_code, month, budget_fen, requested_by, approved_by, request_id)
    values (${after.category_code}, ${`${after.month}-01`}, ${after.budget_fen}, ${requested_by},
            ${actor.person_id}, ${id})
    on conflict (category_code, month) do update
       set budget_fen = excluded.budget_fen, requested_by = excluded.requested_by,
           approved_by = excluded.approved_by, request_id = excluded.request_id,
           changed_at = platform.clock()`
  const subject = { kind: 'budget', id: `${after.category_code} ${after.month}` }
  await audit(tx, actor, 'purchase.budget_set', subject, { ...after })
}

const text = (field: string, label_zh: string, label_en: string) =>
  ({ field, label_zh, label_en, unit: 'text' }) as const

export const supplierKinds: ChangeKind[] = [
  {
    kind: 'purchase.supplier_bank',
    name_zh: '供应商收款账户',
    name_en: 'Supplier bank account',
    permission_to_propose: 'purchasing.suppliers',
    schema: BankChange,
    subject: (_actor, after) => ({ kind: 'supplier', id: (after as BankChange).supplier_id }),
    fields: [
      text('tax_id', '税号', 'Tax number'),
      text('bank_name', '开户行', 'Bank'),
      text('bank_code', '联行号', 'Bank code'),
      text('account_name', '户名', 'Account name'),
      text('account_no', '账号', 'Account'),
    ],
    current: (tx, _id, after) => bankNow(tx, (after as BankChange).supplier_id),
    subject_name: (tx, after) => supplierName(tx, (after as BankChange).supplier_id),
    checks: async () => [],
    levels: () => 2,
    apply: (tx, actor, request) => applyBank(tx, actor, { ...request, after: request.after as BankChange }),
  },
  {
    kind: 'purchase.budget',
    name_zh: '采购额度',
    name_en: 'Open to buy',
    permission_to_propose: 'control.approve',
    schema: BudgetChange,
    subject: (_actor, after) => {
      const { category_code, month } = after as BudgetChange
      if (!catalog().category(category_code)) throw wrongField('/after/category_code', 'unknown_reference')
      return { kind: 'budget', id: `${category_code} ${month}` }
    },
    fields: [
      text('month', '月份', 'Month'),
      { field: 'budget_fen', label_zh: '额度', label_en: 'Budget', unit: 'fen' },
    ],
    current: (tx, _id, after) => budgetNow(tx, after as BudgetChange),
    subject_name: async (_tx, after) => {
      const { category_code, month } = after as BudgetChange
      const category = catalog().category(category_code)
      return category ? { zh: `${category.name_zh} ${month}`, en: `${category.name_en} ${month}` } : null
    },
    checks: async () => [],
    apply: (tx, actor, request) =>
      applyBudget(tx, actor, { ...request, after: request.after as BudgetChange }),
  },
]
