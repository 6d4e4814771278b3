/** An app whose pages are Clerk's own front end, unmodified: clerk-js 6 with @clerk/ui at /6/…, clerk-js 5 at /5/…. */
import { clerkClient, clerkMiddleware, getAuth } from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const app = express()
const desk = frontdesk({ sessionClaims: { metadata: '{{user.public_metadata}}' } })
const { keys } = await desk.server.ready()
app.use(desk)
app.use(clerkMiddleware())
await clerkClient.jwtTemplates.create({ name: 'shop', claims: { aud: 'shop', name: '{{user.full_name}}' } })
app.get('/api/me', (req, res) => res.json(getAuth(req)))
app.get('/:version/:component', (req, res) => res.send(page(req.params.version, req.params.component)))
app.listen(process.env.PORT, '127.0.0.1')

const script = (path) =>
  `<script crossorigin="anonymous" data-clerk-publishable-key="${keys.publishableKey}" data-clerk-proxy-url="/__clerk" src="/__clerk/npm/${path}"></script>`

/** Loads Clerk as its documentation says and mounts one component. */
const page = (version, component) => `<!doctype html><html lang="en"><title>Clerk ${version}</title><body><div id="clerk"></div>
${script(`@clerk/clerk-js@${version}/dist/clerk.browser.js`)}
${version === '6' ? script('@clerk/ui@1/dist/ui.browser.js') : ''}
<script type="module">
  await Clerk.load({ signInUrl: '/${version}/SignIn', signUpUrl: '/${version}/SignUp', signInForceRedirectUrl: '/${version}/UserProfile', signUpForceRedirectUrl: '/${version}/UserProfile', afterSignOutUrl: '/${version}/SignIn', ${version === '6' ? 'ui: { ClerkUI: window.__internal_ClerkUICtor }' : ''} })
  Clerk['mount${component}'](document.getElementById('clerk'))
  document.title = 'loaded'
</script></body></html>`
