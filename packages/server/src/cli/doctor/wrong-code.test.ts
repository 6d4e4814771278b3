/** Code that calls us in the wrong order, and packages that do not go together. */
import { away, edited, embedded, own, testFindings, users, useServers } from '../../testing/doctored-apps.js'
import { middlewareChecks } from './middleware.js'
import { packageChecks } from './packages.js'

useServers()

const lock = (versions: Record<string, string>) =>
  JSON.stringify({ packages: Object.fromEntries(Object.entries(versions).map(([path, version]) => [path, { version }])) })

/** What compilers make of the imports, in an app that mounts a parser first. */
const compiledTo = (express: string, server: string, sdk: string) => `"use strict";
const ${express} = __importDefault(require("express"));
const ${server} = require("frontdesk/express");
const ${sdk} = require("@frontdesk/express");
const app = (0, ${express}.default)();
app.use(${express}.default.json());
app.use((0, ${server}.frontdesk)());
app.use((0, ${sdk}.clerkMiddleware)());
app.get('/', (0, ${sdk}.requireAuth)(), (req, res) => res.send((0, ${sdk}.getAuth)(req).userId));
app.listen(3000);
`

testFindings(
  [...middlewareChecks, ...packageChecks],
  [
    [
      'middleware-missing',
      'getAuth() without any middleware',
      () => own({ 'app.js': embedded.replace('app.use(clerkMiddleware())', '').replace(/app.get\('\/protected.*/, '') }),
    ],
    [
      'middleware-after-routes',
      'the middleware behind a route',
      () => edited(['app.use(clerkMiddleware())\n', ''], ['app.listen', 'app.use(clerkMiddleware())\napp.listen']),
    ],
    [
      'frontdesk-after-middleware',
      'the server behind the middleware',
      () => edited(['app.use(desk)\n', ''], ['app.use(clerkMiddleware())\n', 'app.use(clerkMiddleware())\napp.use(desk)\n']),
    ],
    [
      'frontdesk-after-parsers',
      'the server behind a body parser',
      () => edited(['app.use(desk)', 'app.use(express.urlencoded())\napp.use(desk)']),
    ],
    [
      'frontdesk-after-parsers',
      'the server behind a body parser in what TypeScript compiled to CommonJS',
      () => own({ 'app.js': compiledTo('express_1', 'express_2', 'express_3') }),
    ],
    [
      'frontdesk-after-parsers',
      'the server behind a body parser in what esbuild compiled to CommonJS',
      () => own({ 'app.js': compiledTo('import_express', 'import_express2', 'import_express3') }),
    ],
    [
      'frontdesk-after-parsers',
      'the server behind a body parser in what Babel compiled to CommonJS',
      () => own({ 'app.js': compiledTo('_express', '_express2', '_express3') }),
    ],
    [
      'webhook-behind-parser',
      'a webhook behind express.json()',
      () => edited(['app.listen', "app.post('/hooks', async (req, res) => res.json(await verifyWebhook(req)))\napp.listen"]),
    ],
    [
      'webhook-behind-parser',
      'a webhook with express.json() of its own',
      () =>
        edited([
          'app.use(express.json())',
          "app.post('/hooks', express.json(), async (req, res) => res.json(await verifyWebhook(req)))",
        ]),
    ],
    ['app-not-found', 'a folder without an app', () => ({ files: { 'lib/tool.js': 'export const answer = 42' } })],
    [
      'two-versions',
      'two versions of the SDK',
      () =>
        own({
          'package-lock.json': lock({
            'node_modules/@frontdesk/backend': '0.1.0',
            'node_modules/x/node_modules/@frontdesk/backend': '0.2.0',
          }),
        }),
    ],
    [
      'clerk-beside',
      '@clerk/express in one file, ours in another',
      () => away({}, { 'users.js': users.replace('@frontdesk', '@clerk') }),
    ],
    ['env-file-not-loaded', 'an .env that nothing loads', () => own({ '.env': 'FRONTDESK_MAIL_FROM=desk@example.com' })],
    ['variable-unknown', 'a misspelt variable', () => own({}, { FRONTDESK_DATABASE: 'sqlite:users.db' })],
  ],
)
