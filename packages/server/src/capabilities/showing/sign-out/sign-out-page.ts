import { escapeHtml } from '../../../basics/escape-html.js'
import type { Configured } from '../../../start/instance.js'
import { type Reply, reply } from '../../../wire/message.js'
import { builtPages } from '../pages/built-pages.js'
import { documentHtml, pageHeaders } from '../pages/page-html.js'
import { pageLanguage } from '../pages/page-language.js'

/** Asks whether to sign out, without a script. `foreignOrigin` is where the answer leads, if that is not this origin. */
export function signOutPage(server: Configured, location: string, foreignOrigin: string | null): Reply {
  const body = `<main class="card-page">
<div class="card">
<h1>Sign out?</h1>
<p class="lead">This signs out everybody who is signed in to ${escapeHtml(server.settings.branding.applicationName)} in this browser.</p>
<form method="post" class="stack">
<button class="button primary">Sign out</button>
<a class="button" href="${escapeHtml(location)}">Stay signed in</a>
</form>
</div>
</main>`
  const html = documentHtml(server, {
    title: 'Sign out',
    language: pageLanguage,
    styles: builtPages().filesOf('sign-in').styles,
    body,
  })
  return reply(html, pageHeaders(server, foreignOrigin === null ? [] : [foreignOrigin])) // browsers apply form-action to the redirect that follows, too
}
