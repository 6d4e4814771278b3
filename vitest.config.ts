import { defineConfig } from 'vitest/config'

// Workspace packages are tested from their source; what runs in a process of its own uses the builds in dist/.
const source = {
  resolve: { conditions: ['frontdesk-source'] },
  ssr: { resolve: { conditions: ['frontdesk-source'] } },
}
const exclude = ['**/node_modules/**', '**/dist/**']

const serverTests = ['packages/server/src/**/*.test.ts']

/** Journeys start browsers, servers and clients of their own, after everything else. */
const browserTests = ['tests/browser/**/*.test.ts']
const processTests = ['clients', 'durability', 'http', 'packaging', 'quickstart'].map((folder) => `tests/${folder}/**/*.test.ts`)

export default defineConfig({
  ...source,
  test: {
    globalSetup: ['tests/environment/global-setup.ts'],
    projects: [
      {
        ...source,
        test: {
          name: 'server',
          include: serverTests,
          exclude,
          setupFiles: ['tests/environment/leave-nothing.ts'],
          isolate: false, // to load the server once a worker, and not once a file, saves a quarter of the time
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...source,
        test: {
          name: 'fast',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: [...exclude, ...serverTests, ...browserTests, ...processTests],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        ...source,
        test: {
          name: 'processes',
          include: processTests,
          exclude,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2, // much of it waits: for limits of time, installs, pages and other programs
          maxConcurrency: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        ...source,
        test: {
          name: 'browser',
          include: browserTests,
          exclude,
          globalSetup: ['tests/environment/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
