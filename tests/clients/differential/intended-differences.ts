/**
 * Where our SDK answers otherwise than Clerk's, on purpose: docs/decisions/0005-where-the-sdk-differs.md in a form that the comparison can
 * check. A request that differs for another reason fails the test; so does an entry that explains nothing any more.
 */
import type { Answer, Difference } from './compare.js'
import type { Generated } from './generator.js'

/** A request with what both SDKs made of it. */
export interface Comparison {
  request: Generated
  clerk: Answer
  frontdesk: Answer
}

export interface IntendedDifference {
  what: string
  why: string
  /** Whether this is the reason for which a field differs; as narrow as can be told. The first entry that says so is counted. */
  explains(difference: Difference, comparison: Comparison): boolean
}

const isOne = (value: string, ...of: string[]) => of.includes(value)
const isSignedOut = ({ status, reason }: Answer, because: string) =>
  status === '"signed-out"' && reason === JSON.stringify(because)
const isAddress = (field: string) => /^(header location|location \?|proxyUrl$|call \d+$)/.test(field)
const foreignIssuers = ['no issuer', 'a numeric issuer', "another instance's issuer", 'an issuer of plain http']
const otherFamilies = [
  'a category of templates',
  'a category of machines',
  'an unheard-of category',
  'a machine’s subject',
  'a machine’s subject and category',
  'the type of OAuth',
  'the long type of OAuth',
  'the type of OAuth, expired',
]
const looseForms = ['padding', 'a claim named twice', 'claims that are a list', 'claims that are null', 'alg none']

export const intendedDifferences: IntendedDifference[] = [
  {
    what: 'messages are worded otherwise, and more refusals have one',
    why: 'They are written anew and name the cure; what programs read is the reason, which is the same.',
    explains: ({ field, frontdesk }) => (field === 'message' || field === 'header x-clerk-auth-message') && Boolean(frontdesk),
  },
  {
    what: 'debug() tells other facts',
    why: "Clerk's tells the whole context, with the beginnings of keys and tokens in it; ours what was decided and why.",
    explains: ({ field }) => field.endsWith('.debug() has'),
  },
  {
    what: 'the answer to a handshake is not opened to other origins',
    why: "Clerk's allows the origin `null` with credentials: any sandboxed frame could read the page that follows.",
    explains: ({ field, frontdesk }) =>
      /^header access-control-allow-(origin|credentials)$/.test(field) && frontdesk === undefined,
  },
  {
    what: 'a refresh forwards four headers',
    why: 'They describe the device; Clerk forwards all, cookies and authorization included.',
    explains: ({ field }) => /^call \d+ forwards$/.test(field),
  },
  {
    what: 'claims of another shape than their type are null',
    why: 'The type says what there can be; code that reads an age from a word would decide by NaN.',
    explains: ({ field, frontdesk }, { request: { choices } }) =>
      frontdesk === 'null' &&
      ((field.endsWith('.factorVerificationAge') && choices.claims === 'factor ages that are none') ||
        (field.endsWith('.sessionStatus') && choices.claims === 'an unheard-of status')),
  },
  {
    what: 'the issuer is checked',
    why: 'A key of one instance configured beside the publishable key of another would go unnoticed.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid-issuer') && isOne(choices.fault, ...foreignIssuers),
  },
  {
    what: 'verifyToken() takes session tokens only',
    why: 'Template, machine and OAuth tokens are signed by the same keys and prove no session; Clerk takes templates’, and says `token-invalid` for others.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-type-mismatch') && isOne(choices.fault, ...otherFamilies),
  },
  {
    what: 'a token names a session and somebody',
    why: 'Without a session there is nothing to revoke, and an empty subject is nobody.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-verification-failed') && isOne(choices.fault, 'no session', 'an empty subject'),
  },
  {
    what: 'a token with an empty list of audiences is for nobody',
    why: 'A list that is there is a restriction; Clerk treats an empty one as none.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-verification-failed') &&
      choices.claims === 'an empty audience' &&
      isOne(choices.audience, 'api', 'one of a list', 'web'),
  },
  {
    what: 'a token brings no key along and needs no extension',
    why: 'None of ours does; whoever honours a part of it is one step from honouring all.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid') && isOne(choices.fault, 'an extension to understand', 'a key of its own'),
  },
  {
    what: 'a token that can be read in two ways is no token',
    why: 'Members named twice, other spellings of the same bytes and claims that are no object are read differently by different parsers.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid') && isOne(choices.fault, ...looseForms),
  },
  {
    what: 'a plain session cookie that can be read in two ways counts as malformed',
    why: 'It is no token (as above); so the plain names decide, as they do for any malformed one.',
    explains: (_, { request: { choices } }) =>
      isOne(choices.fault, ...looseForms) &&
      isOne(
        choices.session,
        'both',
        'plain newer',
        'suffixed that is no token',
        'plain',
        'percent-encoded',
        'twice, the good one first',
      ),
  },
  {
    what: 'in production a handshake in the query is passed over',
    why: 'Anybody can put it into a link, and would sign the visitor in as the sender.',
    explains: (_, { request: { choices } }) =>
      choices.key === 'live' &&
      isOne(
        choices.handshake,
        'a nonce in the query',
        'a spent nonce in the query',
        'a token in the query',
        'a forged token in the query',
      ),
  },
  {
    what: 'in production a spent nonce is passed over',
    why: 'The other cookies decide; Clerk signs the visitor out until the cookie is gone.',
    explains: (_, { request: { choices }, clerk }) =>
      choices.key === 'live' && choices.handshake === 'the nonce n_spent' && isSignedOut(clerk, 'session-token-missing'),
  },
  {
    what: 'in development a handshake that cannot be verified returns to the clean address',
    why: 'Clerk answers 500.',
    explains: (_, { request: { choices }, clerk, frontdesk }) =>
      choices.key === 'test' &&
      isOne(choices.handshake, 'a forged token', 'a forged token in the query', 'a token of a template', 'no token') &&
      clerk.throws === 'true' &&
      isSignedOut(frontdesk, 'session-token-missing'),
  },
  {
    what: 'a handshake token has its time',
    why: 'One of yesterday would bring back the cookies of yesterday; Clerk does not look at its expiry.',
    explains: (_, { request: { choices } }) => choices.handshake === 'a token of yesterday',
  },
  {
    what: 'the cookie that clears a name of the session does not sign the visitor out',
    why: 'The last that is not empty counts; Clerk takes the last, also when an empty one clears a name that is used no more.',
    explains: (_, { request: { choices }, clerk }) =>
      choices.handshake === 'the nonce n_cleared' && isSignedOut(clerk, 'session-token-missing'),
  },
  {
    what: 'a bearer is never renewed by the refresh cookie beside it',
    why: 'The cookie may belong to somebody else.',
    explains: (_, { request: { choices }, frontdesk }) =>
      isOne(choices.bearer, 'Bearer', 'the token alone', 'more words') &&
      choices.refresh !== 'none' &&
      frontdesk.reason === '"session-token-expired-refresh-non-eligible-no-refresh-cookie"',
  },
  {
    what: 'a path like a host stays a path',
    why: 'Otherwise the address to return to is on a host of the sender’s choice.',
    explains: ({ field }, { request: { choices } }) => choices.target === 'a path like a host' && isAddress(field),
  },
  {
    what: 'an unusable forwarded host or protocol is passed over',
    why: 'The address to return to must be one that a browser can open.',
    explains: ({ field }, { request: { choices } }) =>
      isOne(choices.forwarded, 'an unusable host', 'an unusable protocol') && isAddress(field),
  },
  {
    what: 'a count of redirects above three stops them, too',
    why: 'Clerk stops at exactly three, so a cookie that says four goes round for ever.',
    explains: (_, { request: { choices }, clerk, frontdesk }) =>
      choices.redirects === '4' && clerk.status === '"handshake"' && isSignedOut(frontdesk, JSON.parse(clerk.reason ?? '""')),
  },
]
