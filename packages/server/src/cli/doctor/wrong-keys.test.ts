/** Keys that are missing, malformed, or of another server. */
import { generateKeyPairSync } from 'node:crypto'
import { listening } from '../../../../../tests/environment/listening.js'
import { away, originOf, other, remote, testFindings, useServers } from '../../testing/doctored-apps.js'
import { apiChecks } from './api.js'
import { keyChecks } from './keys.js'

useServers()

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()

testFindings(
  [...keyChecks, ...apiChecks],
  [
    ['publishable-key-missing', 'no publishable key', () => away({ CLERK_PUBLISHABLE_KEY: '' })],
    ['publishable-key-malformed', 'a publishable key that is cut off', () => away({ CLERK_PUBLISHABLE_KEY: 'pk_live_ZGVz' })],
    ['secret-key-missing', 'no secret key', () => away({ CLERK_SECRET_KEY: '', CLERK_JWT_KEY: '' })],
    [
      'secret-key-malformed',
      'the publishable key in the place of the secret one',
      () => away({ CLERK_SECRET_KEY: remote.CLERK_PUBLISHABLE_KEY! }),
    ],
    [
      'keys-of-two-kinds',
      'a live and a test key',
      () => away({ CLERK_PUBLISHABLE_KEY: remote.CLERK_PUBLISHABLE_KEY!.replace('live', 'test') }),
    ],
    [
      'jwt-key-unreadable',
      'a PEM key cut off at its first line break',
      () => away({ CLERK_JWT_KEY: '-----BEGIN PUBLIC KEY-----' }),
    ],
    [
      'api-unreachable',
      'a server that is not running',
      async () => {
        const { origin, close } = await listening()
        await close()
        return away({ CLERK_API_URL: `${origin}/__clerk/api` })
      },
    ],
    [
      'api-is-something-else',
      'another program at the address of the API',
      async () => away({ CLERK_API_URL: `${await originOf((_, response) => void response.end('<html>'))}/api` }),
    ],
    ['secret-key-refused', 'the secret key of another instance', () => away({ CLERK_SECRET_KEY: other.CLERK_SECRET_KEY! })],
    [
      'publishable-key-of-another-instance',
      'the publishable key of another instance',
      () => away({ CLERK_PUBLISHABLE_KEY: other.CLERK_PUBLISHABLE_KEY! }),
    ],
    ['jwt-key-of-another-instance', 'the JWT key of another instance', () => away({ CLERK_JWT_KEY: stranger })],
    ['clock-skew', 'a clock that is a minute ahead', () => ({ ...away(), ahead: 60_000 })],
    ['clock-skew', 'a clock that is a minute behind', () => ({ ...away(), ahead: -60_000 })],
  ],
)
