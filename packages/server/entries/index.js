import { createRequire as requireAt } from 'node:module' // esbuild's bundles of ES modules often begin with a createRequire of their own
import load from './load.cjs'

export const { createFrontdesk, Refusal } = load('index', () => requireAt(import.meta.url))
