import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { text } from '../wire.js'

const DevBrowser = z.object({ id: z.string() })

export const devBrowser = defineOperations('frontend', frontendOperations.devBrowser, {
  createDevBrowser: { response: DevBrowser, bare: true },
  initDevBrowser: { query: z.strictObject({ origin: text(2048).optional() }), response: DevBrowser, bare: true },
  setDevBrowserCookie: { response: DevBrowser, bare: true },
})
