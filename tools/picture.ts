// Takes the picture of the README: starts the product with a small demo world and photographs the home page
// and a product page. `npx tsx tools/picture.ts`
import { openBrowser } from '../e2e/browser.ts'
import { startProduct } from '../e2e/product.ts'

const product = await startProduct({
  DEMO_STORES: '1500',
  DEMO_ORDERS: '100',
  DEMO_OLDER_ORDERS: '0',
  LOG_LEVEL: 'error',
})
const browser = await openBrowser()
try {
  const reply = await fetch(`${product.url}/api/v1/products?q=${encodeURIComponent('洗碗机')}&limit=1`)
  const { items } = (await reply.json()) as { items: { product_id: string }[] }
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  const pictures = [
    ['home', '/'],
    ['first-screen', `/products/${items[0]!.product_id}`],
  ] as const
  for (const [name, path] of pictures) {
    // The Chinese face is fetched when the page is idle and used from the next one on.
    for (let visit = 0; visit < 3; visit++) {
      await page.goto(product.url + path)
      await page.waitForTimeout(3_500)
    }
    await page.screenshot({ path: `docs/images/${name}.png` })
  }
} finally {
  await browser.close()
  await product.stop()
}
process.exit(0)
