// `npm start`: makes the clone ready, then becomes the product. The program runs inside this process, so a
// signal needs no passing on.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root } from './setup.mjs'

process.env.NODE_ENV ??= 'production'
try {
  await prepare({ dev: false })
} catch (error) {
  console.error(`zhuguang: ${error.message}`)
  process.exit(1)
}
process.chdir(root)
const main = join(root, 'dist', 'server', 'main.js')
process.argv = [process.argv[0], main, 'start', ...process.argv.slice(2)]
await import(pathToFileURL(main).href)
