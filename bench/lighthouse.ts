// `npm run lighthouse -- [--runs 5] [--base URL]`: Lighthouse on a phone over the home, a list and a product
// page; medians. Without --base it starts the product with a small world of its own.
import { parseArgs } from 'node:util'
import lighthouse from 'lighthouse'
import { openBrowser } from '../e2e/browser.ts'
import { startProduct } from '../e2e/product.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, base: { type: 'string' } },
})
const port = 9_000 + Math.floor(Math.random() * 900)

const product = values.base
  ? null
  : await startProduct({
      DEMO_STORES: '2000',
      DEMO_ORDERS: '200',
      DEMO_OLDER_ORDERS: '0',
      LOG_LEVEL: 'error',
    })
const base = values.base ?? product!.url
const found = (await (await fetch(`${base}/api/v1/products?limit=1&q=洗碗机`)).json()) as {
  items: { product_id: string }[]
}
const pages = ['/', '/rooms/kitchen', `/products/${found.items[0]!.product_id}`]
const browser = await openBrowser([`--remote-debugging-port=${port}`])
const middle = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!

type Score = { performance: number; accessibility: number; lcp_ms: number; cls: number; js_kb: number }

async function once(url: string): Promise<Score> {
  const result = await lighthouse(url, {
    port,
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility'],
  })
  const { categories, audits } = result!.lhr
  const scripts = audits['resource-summary']?.details as {
    items?: { resourceType: string; transferSize: number }[]
  }
  return {
    performance: Math.round((categories.performance?.score ?? 0) * 100),
    accessibility: Math.round((categories.accessibility?.score ?? 0) * 100),
    lcp_ms: Math.round(audits['largest-contentful-paint']?.numericValue ?? 0),
    cls: Math.round((audits['cumulative-layout-shift']?.numericValue ?? 0) * 1000) / 1000,
    js_kb: Math.round(
      (scripts?.items?.find((row) => row.resourceType === 'script')?.transferSize ?? 0) / 1024,
    ),
  }
}

for (const path of pages) {
  const runs: Score[] = []
  for (let run = 0; run < Number(values.runs); run++) runs.push(await once(base + path))
  const of = (key: keyof Score) => middle(runs.map((one) => one[key]))
  console.log(
    `${path.slice(0, 24).padEnd(26)}performance ${of('performance')}  accessibility ${of('accessibility')}` +
      `  LCP ${of('lcp_ms')} ms  CLS ${of('cls')}  JavaScript ${of('js_kb')} kB`,
  )
}
await browser.close()
await product?.stop()
process.exit(0)
