/** The HTML around a page: no script but the build's own, no style attribute, nothing from another origin. */
import { createHash } from 'node:crypto'
import type { PageName } from '@frontdesk/contract'
import { accentStyles } from '../../../basics/accent.js'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Configured, Instance } from '../../../start/instance.js'
import type { Options } from '../../../start/options.js'
import { fromPages } from '../../../wire/addresses.js'
import { type Incoming, type Reply, reply } from '../../../wire/message.js'
import type { Language } from '../../ground/languages/languages.js'
import { languageOf } from '../../ground/languages/negotiate.js'
import { brandHtml, iconAddress } from './brand.js'
import { builtPages } from './built-pages.js'
import { pageData } from './page-data.js'
import { pageTitle } from './page-words.js'

/** The answer for a page; what it knows travels in a data block, which the policy lets nobody execute. */
export const pageReply = (instance: Instance, request: Incoming, page: PageName): Reply =>
  reply(pageHtml(instance, request, page), pageHeaders(instance, [], page === 'sign-up' ? captchaOrigins(instance) : []))

/** The one origin besides ours whose script a page may run: of the widget that asks whether there is a person, where it is switched on. */
const captchaOrigins = ({ settings: { captcha } }: Configured): string[] =>
  captcha.siteKey === '' ? [] : originsOf(captcha.scriptUrl)

const contentSecurityPolicy = (
  { options, settings: { branding, social } }: Configured,
  formTargets: string[],
  scriptOrigins: string[],
) =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scriptOrigins].join(' '),
    ...(scriptOrigins.length > 0 ? [`frame-src ${scriptOrigins.join(' ')}`] : []),
    ["style-src 'self'", ...hashOf(accentStyles(branding.accentColor))].join(' '),
    [
      "img-src 'self' data: blob:",
      ...new Set([fromPages(options, branding.logoUrl), ...logosOf(social)].flatMap(originsOf)),
    ].join(' '),
    "connect-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The one style element that a page may have (CSP level 3, hash-source). */
const hashOf = (styles: string): string[] =>
  styles === '' ? [] : [`'sha256-${createHash('sha256').update(styles).digest('base64')}'`]

/** Pictures of an operator's own providers. */
const logosOf = (social: Configured['settings']['social']): string[] =>
  Object.values(social).flatMap(({ enabled, logo_url }) => (logo_url && enabled !== false ? [logo_url] : []))

const originsOf = (address: string): string[] => (URL.canParse(address) ? [new URL(address).origin] : [])

/** `formTargets` are other origins to which the answer to a form may lead, `scriptOrigins` those whose scripts may run. */
export const pageHeaders = (server: Configured, formTargets: string[] = [], scriptOrigins: string[] = []) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'Accept-Language',
  'content-security-policy': contentSecurityPolicy(server, formTargets, scriptOrigins),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY', // for browsers that don't know frame-ancestors
  'referrer-policy': 'same-origin', // addresses of these pages may hold tickets; with `no-referrer` forms would lose their Origin
})

function pageHtml(instance: Instance, request: Incoming, page: PageName): string {
  const { draw, filesOf } = builtPages()
  const { script, imports, styles } = filesOf(page)
  const at = (file: string) => fileAddress(instance.options, file)
  const language = languageOf(instance, request)
  const data = pageData(instance, request, page, language)
  const { first, withoutScript } = draw(page, data, language.words.document)
  return documentHtml(instance, {
    title: pageTitle(language.words, page),
    language,
    styles,
    head: `${imports.map((file) => `<link rel="modulepreload" href="${at(file)}">`).join('\n')}
<script type="module" src="${at(script)}"></script>${data.client === undefined ? `\n${clientAhead(instance.options)}` : ''}`,
    body: `<div id="frontdesk">${first}</div>
<div id="frontdesk-status" class="sr-only" role="status"></div>
<noscript>${withoutScript}</noscript>
<script type="application/json" id="frontdesk-data">${escapeJson(data)}</script>`,
  })
}

/** Has the browser ask for the client while it still fetches the script, which then asks for exactly this address. */
const clientAhead = ({ basePath }: Options): string =>
  `<link rel="preload" as="fetch" crossorigin="anonymous" href="${basePath}/v1/client?">`

interface DocumentParts {
  title: string
  language: Pick<Language, 'lang' | 'dir'>
  /** Files of the build. */
  styles: string[]
  head?: string
  body: string
}

/** A document of ours; `head` and `body` are HTML. */
export const documentHtml = (
  { options, settings }: Configured,
  { title, language: { lang, dir }, styles, head = '', body }: DocumentParts,
): string => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(`${title} · ${settings.branding.applicationName}`)}</title>
<link rel="icon" href="${iconAddress(settings.branding)}">
${styles.map((file) => `<link rel="stylesheet" href="${fileAddress(options, file)}">`).join('\n')}
${styleElement(accentStyles(settings.branding.accentColor))}${head}
</head>
<body>
${body}
</body>
</html>
`

/** The card of a page without a script; `content` is HTML. */
export const cardHtml = ({ options, settings: { branding } }: Configured, content: string): string => `<main class="card-page">
<div class="card">
${brandHtml({ ...branding, logoUrl: fromPages(options, branding.logoUrl) })}
${content}
</div>
</main>`

const styleElement = (styles: string): string => (styles === '' ? '' : `<style>${styles}</style>\n`)

const fileAddress = ({ basePath }: Options, file: string): string => `${basePath}/ui/${file}`

/** JSON that can't end the element it is in, whatever the application is called. */
const escapeJson = (value: unknown) =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
