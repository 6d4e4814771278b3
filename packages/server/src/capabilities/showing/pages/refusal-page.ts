/** A refusal for people: what a browser shows that opened an address of ours as a page, and was refused. */
import type { ApiError } from '@frontdesk/contract'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Configured } from '../../../start/instance.js'
import { type Reply, reply } from '../../../wire/message.js'
import { builtPages } from './built-pages.js'
import { documentHtml, pageHeaders } from './page-html.js'
import { pageLanguage } from './page-language.js'

/** Says in words what happened and what to do; it needs no script. */
export function refusalPage(server: Configured, error: ApiError, traceId: string): Reply {
  const title = titleOf(error.status)
  const isWorthARetry = error.status === 429 || error.status >= 500
  const home = `<a class="button${isWorthARetry ? '' : ' primary'}" href="${escapeHtml(server.options.afterSignInUrl)}">Go to ${escapeHtml(server.settings.branding.applicationName)}</a>`
  const body = `<main class="card-page">
<div class="card">
<h1>${title}</h1>
<p class="lead">${escapeHtml(error.errors[0]?.long_message ?? error.message)}</p>
<div class="stack">
${isWorthARetry ? '<a class="button primary" href="">Try again</a>' : ''}
${home}
</div>
${error.status >= 500 ? `<p class="card-foot">Trace id: ${traceId}</p>` : ''}
</div>
</main>`
  return reply(
    documentHtml(server, { title, language: pageLanguage, styles: stylesOfPages(), body }),
    pageHeaders(server),
    error.status,
  )
}

function titleOf(status: number): string {
  if (status === 404) return 'There is nothing here'
  if (status === 429) return 'Please wait a moment'
  return status >= 500 ? 'Something went wrong' : 'This link does not work'
}

function stylesOfPages(): string[] {
  try {
    return builtPages().filesOf('sign-in').styles
  } catch {
    return [] // not built: that may be what is refused here
  }
}
