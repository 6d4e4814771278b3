import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['frontdesk-source'] },
  ssr: { resolve: { conditions: ['frontdesk-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tests/environment/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
