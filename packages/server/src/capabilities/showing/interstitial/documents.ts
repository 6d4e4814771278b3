/**
 * A page that servers show where a request does not tell who is signed in: it loads clerk-js, which sets the cookies, and then the
 * address that it stands at once more. What callers name besides is not repeated: this server knows its own addresses.
 */
import { createHash } from 'node:crypto'
import { errors } from '@frontdesk/contract'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Instance } from '../../../start/instance.js'
import { serverOrigin } from '../../../wire/addresses.js'
import { reply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'
import type { Language } from '../../ground/languages/languages.js'
import { languageOf } from '../../ground/languages/negotiate.js'

const names = ['publishable_key', 'frontend_api', 'frontendApi']

export const interstitialDocuments = (basePath: string) => [
  documentRoute('GET', `${basePath}/api/v1/public/interstitial`, { counts: [] }, async ({ instance, request }) => {
    if (!names.some((name) => request.url.searchParams.get(name))) throw errors.queryParamMissing('publishable_key')
    return reply(html(instance, languageOf(instance, request)), headers)
  }),
]

/** A page that stays undecided is not loaded for ever. */
const script = `
const loads = Number(sessionStorage.getItem('frontdesk_interstitial'))
document.getElementById('clerk').addEventListener('load', async () => {
  await window.Clerk.load()
  sessionStorage.setItem('frontdesk_interstitial', loads < 3 ? loads + 1 : 0)
  if (loads < 3) location.reload()
  else document.body.textContent = document.body.dataset.undecided
})
`

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'Accept-Language',
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
}

function html({ options, keys }: Instance, { lang, dir, words }: Language): string {
  const base = escapeHtml(`${serverOrigin(options) ?? ''}${options.basePath}`)
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<title></title>
<script id="clerk" async crossorigin="anonymous" data-clerk-publishable-key="${keys.publishableKey}" data-clerk-proxy-url="${base}" src="${base}/npm/@clerk/clerk-js@6/dist/clerk.browser.js"></script>
<script>${script}</script>
</head>
<body data-undecided="${escapeHtml(words.document.undecided)}"></body>
</html>
`
}
