import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'chaos/**/*.test.ts'],
    globalSetup: ['tools/test-setup.ts'],
    // Against hanging only: a slow machine is no fault of the product.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
