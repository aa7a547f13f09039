import { defineConfig } from 'vite'

// The server's bundle: our own code in a few files, packages stay outside, styles belong to the browser's build.
export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    minify: false,
  },
})
