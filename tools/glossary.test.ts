// One word a thing: what a table, a role or a state is called stands in docs/glossary.md with its Chinese.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TaskState } from '../src/modules/fulfilment/contract.ts'
import { WorkState } from '../src/modules/installation/contract.ts'
import { OrderState } from '../src/modules/orders/contract.ts'
import { formatCodes } from '../src/modules/places/formats.ts'
import { estates, roles } from '../src/platform/access.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')
const rows = read('docs/glossary.md')
  .split('\n')
  .filter((line) => /^\| .*[一-鿿].* \|/.test(line))
const named = new Set(rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)))

const tables = [...read('schema.sql').matchAll(/^create table ([\w."]+)/gm)].map(([, name]) =>
  name!.replaceAll('"', ''),
)
const nouns = {
  tables: tables.filter((name) => !/^(public|graphile_worker)\./.test(name)),
  roles: Object.keys(roles),
  estates,
  formats: formatCodes,
  'states of an order': OrderState.options,
  'states of a task': TaskState.options,
  'states of a work order': WorkState.options,
}

test.each(Object.entries(nouns))('the glossary has %s', (_kind, names) => {
  expect(names.length).toBeGreaterThan(3)
  const missing = names.filter((name) => !named.has(name) && !named.has(name.replace(/^\w+\./, '')))
  expect(missing).toEqual([])
})
