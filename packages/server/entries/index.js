import { createRequire } from 'node:module'
import load from './load.cjs'

export const { createFrontdesk } = load('index', () => createRequire(import.meta.url))
