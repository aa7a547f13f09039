// Every library has its reason in docs/decisions, and nothing has a reason that is no longer used.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

test('the record names the libraries of package.json, and no others', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
  const used = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  const rows = read('docs/decisions/0013-libraries.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) =>
    [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  expect(named.toSorted()).toEqual(used.toSorted())
})
