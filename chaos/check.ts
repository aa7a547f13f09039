// The checker: reads the tables and the journal of the clients, nothing of the product, and says what does
// not hold. Without a journal it judges the tables alone, those of a restored backup too.
import postgres from 'postgres'
import { auditRules, whyNotChain } from './check-audit.ts'
import { whyNotDurable } from './check-durable.ts'
import { checkJournal, readIntentions } from './check-journal.ts'
import { type Told, heardRules, storiesSql, whyNotStory } from './check-story.ts'
import { type Rule, moneyRules, stockRules } from './check-tables.ts'
import { readJournal } from './journal.ts'

export type Violation = { rule: string; subject: string; told: string }
export type Checked = { url: string; journal?: string; log?: string }

const told_max = 20

export async function check({ url, journal, log }: Checked): Promise<Violation[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10, types: {} })
  const violations: Violation[] = []
  const fail = (rule: string, subject: string, told: string) => violations.push({ rule, subject, told })
  try {
    await sql.begin('isolation level repeatable read read only', async (tx) => {
      const at = tx as unknown as postgres.Sql
      await checkTables(at, fail)
      const chain = await whyNotChain(at, journal !== undefined)
      if (chain) fail('the audit chain is whole', 'platform.audit_link', chain)
      for (const [what, where] of await whyNotDurable(at, log ?? null))
        fail('every commit is durable', what, where)
      if (journal) await checkJournal(at, readIntentions(readJournal(journal), fail), fail)
    })
  } finally {
    await sql.end({ timeout: 1 })
  }
  return violations
}

async function checkTables(sql: postgres.Sql, fail: (rule: string, subject: string, told: string) => void) {
  const rules: Rule[] = [...stockRules, ...moneyRules, ...heardRules, ...auditRules]
  for (const { rule, sql: question } of rules) {
    const rows = await sql.unsafe<{ subject: string; told: string }[]>(`${question} limit ${told_max}`)
    for (const { subject, told } of rows) fail(rule, String(subject), String(told))
  }
  for (const told of await sql.unsafe<Told[]>(storiesSql)) {
    const why = whyNotStory(told)
    if (why) fail('an order stands where its story led it, each step with its event', told.number, why)
  }
}
