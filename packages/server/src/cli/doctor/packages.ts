/** Packages that don't go together, and variables that nobody reads. */
import { leaves } from '../../capabilities/ground/settings/leaves.js'
import { optionLeaves } from '../../start/options.js'
import type { Check } from './check.js'
import { isOurs } from './leaks.js'

/** Those of the options; NODE_ENV is not ours alone. */
export const optionVariables = optionLeaves.flatMap(({ variable }) => (variable?.startsWith('FRONTDESK_') ? variable : []))

/** All that the server reads; `docs/configuration.md` tells what each means. */
export const ownVariables = [...optionVariables, 'FRONTDESK_CONFIG', ...leaves.map(({ variable }) => variable)]

const framework = /^(NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC)_CLERK_PUBLISHABLE_KEY$/

export const packageChecks: Check[] = [
  {
    name: 'app-not-found',
    run: ({ embedded, usesSdk, env, entry }) =>
      embedded || usesSdk || env.FRONTDESK_DATABASE_URL
        ? null
        : {
            cause: `Nothing ${entry ? `that ${entry} leads to` : 'here'} imports frontdesk/express or @frontdesk/express.`,
            cure: "Name the app's entry file: npx frontdesk doctor src/server.js.",
          },
  },
  {
    name: 'two-versions',
    run({ lock }) {
      for (const name of ['@frontdesk/express', '@frontdesk/backend', 'frontdesk']) {
        const installed = Object.entries(lock.packages ?? {}).filter(([path]) => path.endsWith(`node_modules/${name}`))
        const versions = [...new Set(installed.flatMap(([, { version }]) => version ?? []))]
        if (versions.length > 1)
          return {
            cause: `${name} is installed in ${versions.length} versions: ${versions.join(' and ')}.`,
            cure: `Ask for one version everywhere; npm's \`ls ${name}\` shows who wants which.`,
          }
      }
      return null
    },
  },
  {
    name: 'clerk-beside',
    run(app) {
      const { sources } = app
      const users = (name: string) => sources.filter(({ code }) => new RegExp(`['"]${name}(/[\\w-]+)?['"]`).test(code))
      const [theirs] = users('@clerk/express')
      if (!theirs || users('@frontdesk/express').length === 0 || isOurs(app, '@clerk/express')) return null
      return {
        cause: `${theirs.path} imports @clerk/express, other files @frontdesk/express: neither trusts what the other found out.`,
        cure: 'Import everything from one of them.',
      }
    },
  },
  {
    name: 'env-file-not-loaded',
    run({ envFile, manifest, sources }) {
      const name = Object.keys(envFile ?? {}).find((variable) => /^(CLERK|FRONTDESK)_/.test(variable))
      const loads = /['"]dotenv(\/config)?['"]|\bloadEnvFile\b|dotenv-|@nestjs\/config|['"]@?dotenvx?/
      const isLoaded =
        sources.some(({ code }) => loads.test(code)) ||
        /--env-file|dotenv|-r dotenv/.test(Object.values(manifest.scripts ?? {}).join('\n'))
      if (!name || isLoaded || sources.length === 0) return null
      return {
        cause: `.env sets ${name}, and nothing loads the file.`,
        cure: "Begin the entry with import 'dotenv/config', or start with node --env-file=.env.",
      }
    },
  },
  {
    name: 'variable-unknown',
    run({ env }) {
      const name = Object.keys(env).find((variable) => /^FRONTDESK_/.test(variable) && !ownVariables.includes(variable))
      if (name)
        return {
          cause: `${name} is no variable that is read.`,
          cure: `Those that are: ${optionVariables.join(', ')}, and one for each setting, such as ${leaves[0]!.variable}.`,
        }
      const other = Object.keys(env).find((variable) => framework.test(variable))
      if (!other || env.CLERK_PUBLISHABLE_KEY) return null
      return {
        cause: `${other} is for front ends; the server's SDK does not read it.`,
        cure: 'Set CLERK_PUBLISHABLE_KEY to the same key.',
      }
    },
  },
]
