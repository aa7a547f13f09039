// Builds the browser's side into dist/client: one entry a shop page, one a console. The plugins in
// tools/build keep one language a folder and leave schemas out of what contracts send to the browser.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { optionalFonts } from './tools/build/fonts.ts'
import { languages } from './tools/build/languages.ts'
import { leanContracts } from './tools/build/lean-contracts.ts'
import { serviceWorker } from './tools/build/service-worker.ts'

const root = import.meta.dirname
const shop = 'src/consoles/shop/entries'
const pages = readdirSync(join(root, shop))
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => [`shop-${file.replace('.tsx', '')}`, `${shop}/${file}`])
const consoles = ['owner', 'crew', 'selling', 'buying', 'control', 'accounts', 'brand']
  .map((name) => [name, `src/consoles/${name}/main.tsx`] as const)
  .filter(([, file]) => existsSync(join(root, file)))

export default defineConfig({
  root,
  publicDir: 'src/web/public',
  plugins: [react(), tailwind(), leanContracts(), optionalFonts(), languages(), serviceWorker()],
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries([...pages, ...consoles, ['start-late', 'src/web/start-late.ts']]),
      output: {
        entryFileNames: 'assets/zh-CN/[name]-[hash].js',
        chunkFileNames: 'assets/zh-CN/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
})
