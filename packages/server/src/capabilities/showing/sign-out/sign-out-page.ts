import { escapeHtml } from '../../../basics/escape-html.js'
import { fill } from '../../../basics/fill.js'
import type { Configured } from '../../../start/instance.js'
import { type Incoming, type Reply, reply } from '../../../wire/message.js'
import { languageOf } from '../../ground/languages/negotiate.js'
import { builtPages } from '../pages/built-pages.js'
import { cardHtml, documentHtml, pageHeaders } from '../pages/page-html.js'

/** Asks whether to sign out, without a script. `foreignOrigin` is where the answer leads, if that is not this origin. */
export function signOutPage(server: Configured, request: Incoming, location: string, foreignOrigin: string | null): Reply {
  const language = languageOf(server, request)
  const { title, question, subtitle, primaryButton, stayButton } = language.words.signOut
  const { applicationName } = server.settings.branding
  const body = cardHtml(
    server,
    `<h1>${escapeHtml(question)}</h1>
<p class="lead">${escapeHtml(fill(subtitle, { applicationName }))}</p>
<form method="post" class="stack">
<button class="button primary">${escapeHtml(primaryButton)}</button>
<a class="button" href="${escapeHtml(location)}">${escapeHtml(stayButton)}</a>
</form>`,
  )
  const html = documentHtml(server, { title, language, styles: builtPages().filesOf('sign-in').styles, body })
  return reply(html, pageHeaders(server, foreignOrigin === null ? [] : [foreignOrigin])) // browsers apply form-action to the redirect that follows, too
}
