/** An identity provider in a thread of its own: discovery, keys, and a token endpoint whose codes are an account's name and the nonce. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { parentPort } from 'node:worker_threads'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function idToken(code) {
  const [name, nonce] = code.split(' ')
  const expires = Math.floor(Date.now() / 1000) + 86_400 // the other side's clock runs ahead
  const claims = { iss: issuer, aud: 'frontdesk', sub: name, nonce, iat: expires - 86_400, exp: expires }
  const signed = `${part({ alg: 'RS256', kid: 'own' })}.${part({ ...claims, email: `${name}@example.com`, email_verified: true })}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
}

const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['RS256'],
  }),
  '/jwks': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] }),
  '/token': (fields) => ({
    access_token: 'a token',
    token_type: 'Bearer',
    expires_in: 3600,
    id_token: idToken(fields.get('code')),
  }),
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url](new URLSearchParams(body))))
})
let issuer = ''
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`
  parentPort.postMessage(issuer)
})
