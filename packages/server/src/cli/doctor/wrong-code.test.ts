/** Code that calls us in the wrong order, and packages that do not go together. */
import { away, edited, embedded, own, type Seeds, testFindings, users, useServers } from '../../testing/doctored-apps.js'
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
    ...['clerkMiddleware', 'frontdesk', 'getAuth'].map((name): Seeds[number] => [
      'middleware-not-called',
      `${name} itself`,
      () =>
        edited(name === 'frontdesk' ? ['app.use(desk)', 'app.use(frontdesk)'] : ['app.listen', `app.use(${name})\napp.listen`]),
    ]),
    [
      'middleware-not-called',
      'the middleware itself, and no other',
      () =>
        own({
          'app.js': embedded
            .replace('app.use(clerkMiddleware())', 'app.use(clerkMiddleware)')
            .replace(/app.get\('\/protected.*/, ''),
        }),
    ],
    [
      'middleware-not-called',
      'the server itself in what TypeScript compiled to CommonJS',
      () =>
        own({
          'app.js': compiledTo('express_1', 'express_2', 'express_3')
            .replace('app.use(express_1.default.json());\n', '')
            .replace('(0, express_2.frontdesk)()', 'express_2.frontdesk'),
        }),
    ],
    [
      'middleware-not-called',
      'a webhook that nobody calls',
      () =>
        away(
          {},
          {
            'users.js': users.replace(
              'module.exports',
              "const hooks = require('express').Router()\nhooks.post('/', verifyWebhook)\nmodule.exports",
            ),
          },
        ),
    ],
    ...[
      ['a path', "app.use('/auth', desk)"],
      ['the path of its APIs', "app.use('/__clerk', frontdesk())"],
      ['a router below a path', "const router = express.Router()\nrouter.use(frontdesk())\napp.use('/auth', router)"],
      ['an app below a path', "const inner = express()\ninner.use(desk)\napp.use('/auth', inner)"],
    ].map(([place, code]): Seeds[number] => [
      'frontdesk-below-path',
      `the server on ${place}`,
      () => edited(['app.use(desk)', code!]),
    ]),
    ...[
      ['a 404', 'app.use((req, res) => res.sendStatus(404))'],
      ['a 404 in TypeScript', 'app.use(async function (req: Request, res: Response) { res.sendStatus(404) })'],
      ['a page for every path', "app.get('*splat', (req, res) => res.sendFile('index.html'))"],
      ['a page for every path of Express 4', "app.get('*', auth, function page(req, res) { res.sendFile('index.html') })"],
      ['a page for an expression', 'app.all(/.*/, (_req, res) => res.sendFile("index.html"))'],
    ].map(([what, code]): Seeds[number] => [
      'frontdesk-behind-catch-all',
      `the server behind ${what}`,
      () => edited(['app.use(desk)', `${code}\napp.use(desk)`]),
    ]),
    ...[
      ['a sign-in page', "app.get('/sign-in', (req, res) => res.send('ours'))"],
      ['what is below the profile', "app.put('/user/:id', (req, res) => res.send('ours'))"],
      ['a router at the profile', "app.use('/user', express.Router())"],
      ['what signs out', "app.post('/sign-out', (req, res) => res.send('ours'))"],
    ].map(([what, code]): Seeds[number] => [
      'route-shadowed',
      `a route for ${what}`,
      () => edited(['app.listen', `${code}\napp.listen`]),
    ]),
    [
      'route-shadowed',
      'a route where our page was moved to',
      () =>
        edited(
          ['app.use(desk)', "app.use(frontdesk({ pages: { signIn: '/login' } }))"],
          ['app.listen', "app.get('/login', (req, res) => res.send('ours'))\napp.listen"],
        ),
    ],
    ['frontdesk-twice', 'two servers in one app', () => edited(['app.use(desk)', 'app.use(desk)\napp.use(frontdesk())'])],
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
