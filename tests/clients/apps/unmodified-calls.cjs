/**
 * Makes the calls that one of Clerk's packages has, configured by CLERK_… variables alone, and prints where each went: `ours`, or the name
 * that it looked up, which it does not get.
 */
const { generateKeyPairSync, sign } = require('node:crypto')
const dns = require('node:dns')
const { once } = require('node:events')
const { createServer } = require('node:http')

const express = require('express')

const sdk = require(process.argv[2])
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

let went = new Set()
const { lookup } = dns
dns.lookup = (name, options, answer = options) => {
  if (name === 'localhost' || name === '127.0.0.1') return lookup(name, options, answer)
  went.add(name)
  setImmediate(answer, Object.assign(new Error(`${name} is not looked up`), { code: 'ENOTFOUND' }))
}

/** Each call has a key of its own, since the packages keep those that they have fetched. */
let kid = 0
const api = createServer((request, response) => {
  went.add('ours')
  const key = { ...publicKey.export({ format: 'jwk' }), kid: `ins_${kid}`, use: 'sig', alg: 'RS256' }
  const answers = { '/v1/jwks': { keys: [key] }, '/v1/users/count': { object: 'total_count', total_count: 0 } }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answers[request.url.split('?')[0]] ?? []))
})

function token() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: 'https://clerk.example.com', sub: 'user_1', sid: 'sess_1', iat: now, nbf: now - 5, exp: now + 60 }
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: `ins_${kid}` })}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
}

/** A visit with a token, whose key must be fetched first. */
async function visit(middleware) {
  const app = express().use(middleware)
  app.use((_request, response) => response.end())
  app.use((_error, _request, response, _next) => response.end())
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await fetch(`http://127.0.0.1:${server.address().port}/`, {
    headers: { authorization: `Bearer ${token()}` },
    redirect: 'manual',
  })
  server.close()
}

const secretKey = process.env.CLERK_SECRET_KEY
const create = sdk.createClerkClient
const request = () => new Request('http://app.example/', { headers: { authorization: `Bearer ${token()}` } })
const calls = {
  'clerkMiddleware()': sdk.clerkMiddleware && (() => visit(sdk.clerkMiddleware())),
  'clerkMiddleware({ secretKey, publishableKey })':
    sdk.clerkMiddleware && (() => visit(sdk.clerkMiddleware({ secretKey, publishableKey: process.env.CLERK_PUBLISHABLE_KEY }))),
  'requireAuth()': sdk.clerkMiddleware && (() => visit(sdk.requireAuth())),
  'ClerkExpressWithAuth()': sdk.ClerkExpressWithAuth && (() => visit(sdk.ClerkExpressWithAuth())),
  'ClerkExpressRequireAuth()': sdk.ClerkExpressRequireAuth && (() => visit(sdk.ClerkExpressRequireAuth())),
  'clerkClient.users.getUserList()': sdk.clerkClient && (() => sdk.clerkClient.users.getUserList()),
  'clerkClient.verifyToken(token)': sdk.ClerkExpressWithAuth && (() => sdk.clerkClient.verifyToken(token())),
  'createClerkClient({ secretKey }).users.getUserList()': () => create({ secretKey }).users.getUserList(),
  'createClerkClient({ secretKey, publishableKey }).authenticateRequest(request)': () => {
    const client = create({ secretKey, publishableKey: process.env.CLERK_PUBLISHABLE_KEY })
    return sdk.setClerkApiKey ? client.authenticateRequest({ request: request() }) : client.authenticateRequest(request())
  },
  'verifyToken(token, { secretKey })': () => sdk.verifyToken(token(), { secretKey, issuer: null }),
  'createClerkClient({ secretKey, apiUrl })': () => create({ secretKey, apiUrl: process.env.CLERK_API_URL }).users.getUserList(),
  'verifyToken(token, { secretKey, apiUrl })': () =>
    sdk.verifyToken(token(), { secretKey, issuer: null, apiUrl: process.env.CLERK_API_URL }),
}

void (async () => {
  for (const method of ['log', 'warn', 'error']) console[method] = () => {}
  await once(api.listen(Number(new URL(process.env.CLERK_API_URL).port), '127.0.0.1'), 'listening')
  const where = {}
  for (const [name, call] of Object.entries(calls)) {
    if (!call) continue
    kid += 1
    went = new Set()
    await Promise.resolve()
      .then(call)
      .catch(() => {})
    where[name] = [...went].join(' ')
  }
  process.stdout.write(JSON.stringify(where))
  process.exit()
})()
