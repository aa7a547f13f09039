// Writes openapi.json from the route table; `--check` compares instead and fails on a difference.
import { readFileSync, writeFileSync } from 'node:fs'
import { openapi } from '../src/platform/openapi.ts'
import { routes } from '../src/rooms.ts'

const text = `${JSON.stringify(openapi(routes.map((route) => route.endpoint)), null, 1)}\n`
if (process.argv.includes('--check')) {
  if (readFileSync('openapi.json', 'utf8') !== text) {
    console.error('openapi.json is not what the routes say: run `npx tsx tools/openapi.ts`')
    process.exit(1)
  }
} else writeFileSync('openapi.json', text)
