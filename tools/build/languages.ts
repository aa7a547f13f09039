// Ships one language: every dictionary becomes a marker in the built scripts, and each script is then written
// twice, to assets/zh-CN and assets/en, with the marker replaced by that language's words. Marker and file
// name carry a hash of the words, so a changed word is a changed file. What is not compressed yet is
// compressed here, too.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import type { Words } from '../../src/web/words/words.ts'
import { evaluate, isObject } from './evaluate.ts'

const languagesBuilt = ['zh-CN', 'en'] as const
type Built = (typeof languagesBuilt)[number]
const dictionaryFile =
  /\/src\/(?:.*\/)?(?:(?:[\w-]+-)?words|web\/words\/common|web\/words\/refusals\/[\w-]+)\.ts$/
const machinery = /\/web\/words\/(?:use-)?words\.ts$/
const marker = /["'`]@@words:([\w-]+):[\w-]+@@["'`]/g

const isWords = (value: unknown): value is Words => isObject(value) && 'ns' in value && 'by_lang' in value

/** The script in one language. */
export function speak(code: string, lang: Built, known: ReadonlyMap<string, Words>): string {
  const spoken = code.replace(marker, (_, ns: string) =>
    JSON.stringify({ [lang]: known.get(ns)?.by_lang[lang] }),
  )
  return lang === 'zh-CN' ? spoken : spoken.replaceAll('assets/zh-CN/', `assets/${lang}/`)
}

function put(path: string, content: string | Buffer) {
  const body = Buffer.from(content)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, body)
  if (body.length < 512) return
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
  writeFileSync(`${path}.br`, brotliCompressSync(body, { params: brotli }))
  writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }))
}

function writeAll(out: string, known: ReadonlyMap<string, Words>) {
  const assets = join(out, 'assets')
  for (const name of readdirSync(assets).filter((file) => /\.(?:css|svg|wasm)$/.test(file))) {
    put(join(assets, name), readFileSync(join(assets, name)))
  }
  for (const name of readdirSync(join(assets, 'zh-CN'))) {
    const code = readFileSync(join(assets, 'zh-CN', name), 'utf8')
    for (const lang of languagesBuilt) put(join(assets, lang, name), speak(code, lang, known))
  }
}

export function languages(): Plugin {
  const known = new Map<string, Words>()
  return {
    name: 'zhuguang-languages',
    enforce: 'pre',
    async load(id) {
      if (!dictionaryFile.test(id) || machinery.test(id)) return null
      const lines: string[] = []
      for (const [name, value] of Object.entries(await evaluate(id))) {
        if (!isWords(value)) throw new Error(`${id}: a words file holds words only, but exports ${name}`)
        known.set(value.ns, value)
        const hash = createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8)
        lines.push(
          `export const ${name} = { ns: ${JSON.stringify(value.ns)}, by_lang: "@@words:${value.ns}:${hash}@@" }`,
        )
      }
      return { code: lines.join('\n'), moduleSideEffects: false }
    },
    writeBundle: (options) => writeAll(options.dir ?? 'dist/client', known),
  }
}
