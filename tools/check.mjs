// `npm run check`: the gate. Every step runs, also after a failure, and says how long it took.
// `npm run check -- walls limits` runs only the steps named.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { prepare, root } from './setup.mjs'

const steps = [
  ['types', ['tsc', '-p', '.']],
  ['lint', ['oxlint', '--deny-warnings']],
  ['format', ['biome', 'format', '.']],
  ['limits', ['node', 'tools/limits.mjs']],
  ['walls', ['tsx', 'tools/walls-check.ts']],
  ['dead', ['knip', '--no-progress']],
  ['schema', ['tsx', 'tools/schema-dump.ts', '--check']],
  ['openapi', ['tsx', 'tools/openapi.ts', '--check']],
]

await prepare({ dev: true, build: false })
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some(([step]) => step === name))
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')} (${steps.map(([step]) => step).join(', ')})`)
  process.exit(2)
}
const failed = []
for (const [name, [program, ...args]] of steps) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const began = performance.now()
  const bin = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program)
  const { status, stdout, stderr, error } = spawnSync(bin, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const took = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${took.padStart(5)} s`)
  if (status === 0) continue
  failed.push(name)
  console.log(`${stdout}${stderr}${error?.message ?? ''}`.trim().replace(/^/gm, '    '))
}
console.log(failed.length === 0 ? 'the gate is open' : `the gate is shut: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
