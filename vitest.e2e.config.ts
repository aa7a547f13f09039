import { defineConfig } from 'vitest/config'

// Journeys through a browser: one file at a time, all of them in the one product that the set-up starts.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['tools/test-setup.ts', 'e2e/shared-product.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    passWithNoTests: true,
  },
})
