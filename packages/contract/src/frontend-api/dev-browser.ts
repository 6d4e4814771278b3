import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'

export const devBrowser = defineOperations('frontend', frontendOperations.devBrowser, {
  createDevBrowser: { response: z.object({ id: z.string() }), bare: true },
})
