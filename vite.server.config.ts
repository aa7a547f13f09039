import { defineConfig } from 'vite'

// The server's bundle: our own code in a few files, packages stay outside, styles go to the browser's.
export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      // A page that the browser fetches late is simply part of the server.
      onLog: (level, log, tell) => log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT' && tell(level, log),
    },
  },
})
