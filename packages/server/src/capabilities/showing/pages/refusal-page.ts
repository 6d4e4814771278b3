/** A refusal for people: what a browser shows that opened an address of ours as a page, and was refused. */
import type { ApiError, Words } from '@frontdesk/contract'
import { durationText } from '../../../basics/duration-text.js'
import { escapeHtml } from '../../../basics/escape-html.js'
import { fill } from '../../../basics/fill.js'
import type { Configured } from '../../../start/instance.js'
import { type Incoming, type Reply, reply } from '../../../wire/message.js'
import type { Language } from '../../ground/languages/languages.js'
import { languageOf } from '../../ground/languages/negotiate.js'
import { builtPages } from './built-pages.js'
import { cardHtml, documentHtml, pageHeaders } from './page-html.js'

/** Says in words what happened and what to do; it needs no script. */
export function refusalPage(server: Configured, request: Incoming, error: ApiError, traceId: string): Reply {
  const language = languageOf(server, request)
  const { refusal, tryAgain } = language.words
  const title = titleOf(refusal, request, error)
  const isWorthARetry = error.status === 429 || error.status >= 500
  const { applicationName } = server.settings.branding
  const home = `<a class="button${isWorthARetry ? '' : ' primary'}" href="${escapeHtml(server.options.afterSignInUrl)}">${escapeHtml(fill(refusal.homeButton, { applicationName }))}</a>`
  const body = cardHtml(
    server,
    `<h1>${escapeHtml(title)}</h1>
${reasonIn(language, error)}
<div class="stack">
${isWorthARetry ? `<a class="button primary" href="">${escapeHtml(tryAgain)}</a>` : ''}
${home}
</div>
${error.status >= 500 ? `<p class="card-foot">${escapeHtml(fill(refusal.traceId, { traceId }))}</p>` : ''}`,
  )
  return reply(documentHtml(server, { title, language, styles: stylesOfPages(), body }), pageHeaders(server), error.status)
}

function titleOf(refusal: Words['refusal'], { method }: Incoming, { status }: ApiError): string {
  if (status === 404) return refusal.title__notFound
  if (status === 429) return refusal.title__tooManyRequests
  if (status >= 500) return refusal.title__fault
  return method === 'POST' ? refusal.title__form : refusal.title
}

/** As the catalogue has it for the error's code; what it doesn't have is for developers, and in English. */
function reasonIn({ lang, words }: Language, error: ApiError): string {
  const texts = words.unstable__errors as Record<string, unknown> // any code may come, and not everything there is a text
  const [first] = error.errors
  if (first?.code === 'hook_refused') return `<p class="lead" dir="auto">${escapeHtml(first.long_message)}</p>` // the app wrote it for people
  const text = first && texts[first.code]
  if (typeof text !== 'string' || text.includes('{{paramName}}'))
    return `<p class="lead" lang="en" dir="ltr">${escapeHtml(first?.long_message ?? error.message)}</p>`
  const time = durationText(lang, error.retryAfterSeconds ?? 0, 'up')
  return `<p class="lead">${escapeHtml(fill(text, { time }))}</p>`
}

function stylesOfPages(): string[] {
  try {
    return builtPages().filesOf('sign-in').styles
  } catch {
    return [] // not built: that may be what is refused here
  }
}
