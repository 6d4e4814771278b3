import { createRequire } from 'node:module'
import load from './load.cjs'

export const { frontdesk } = load('express', () => createRequire(import.meta.url))
