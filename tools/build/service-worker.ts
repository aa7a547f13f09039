// Builds the crew's service worker beside the client: one file, without imports, told which files make up the
// shell of its console in each language.
import { readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { build, type Plugin } from 'vite'

type Chunk = {
  file: string
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}
type Manifest = Record<string, Chunk>

/** All the console may need without a network: its entry, its pages, their styles, what reads barcodes. */
export function shellOf(manifest: Manifest, entry: string): string[] {
  const seen = new Set<string>()
  const files = new Set<string>()
  const walk = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) return
    seen.add(key)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(`/${file}`)
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) walk(next)
  }
  walk(entry)
  return [...files].sort()
}

export function serviceWorker(): Plugin {
  const place = { root: '.', out: 'dist/client' }
  return {
    name: 'zhuguang-service-worker',
    configResolved: ({ root, build: { outDir } }) => {
      Object.assign(place, { root, out: resolve(root, outDir) })
    },
    async closeBundle() {
      const { root, out } = place
      const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as Manifest
      const shell = shellOf(manifest, 'src/consoles/crew/main.tsx')
      const version = createHash('sha256').update(shell.join()).digest('hex').slice(0, 12)
      const built = await build({
        root,
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(version) },
        build: {
          write: false,
          target: 'es2022',
          rolldownOptions: { input: join(root, 'src/web/service-worker.ts'), output: { format: 'iife' } },
        },
      })
      const [first] = [built].flat()
      const code = first && 'output' in first ? first.output[0].code : ''
      writeFileSync(join(out, 'sw-crew.js'), code)
    },
  }
}
