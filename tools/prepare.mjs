// `npm run build`: installs and builds what is missing or outdated, and ends.
import { prepare } from './setup.mjs'

try {
  await prepare({ dev: false })
} catch (error) {
  console.error(`zhuguang: ${error.message}`)
  process.exit(1)
}
