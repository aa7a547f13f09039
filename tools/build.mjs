// `node tools/build.mjs [folder]`: the browser's bundles, then the server's, into a folder (dist).
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const out = resolve(process.argv[2] ?? join(root, 'dist'))
process.env.NODE_ENV = 'production'
for (const [part, config] of [
  ['client', 'vite.config.ts'],
  ['server', 'vite.server.config.ts'],
]) {
  const configFile = join(root, config)
  if (!existsSync(configFile)) continue
  await build({ root, configFile, logLevel: 'warn', build: { outDir: join(out, part), emptyOutDir: true } })
}
