/**
 * Where our SDK answers otherwise than Clerk's, on purpose: docs/decisions/0005-where-the-sdk-differs.md in a form that the comparison can
 * check. A request that differs for another reason fails the test; so does an entry that explains nothing any more.
 */
import type { Answer } from './compare.js'
import type { Generated } from './generator.js'
import { host } from './tokens.js'

/** A request with what both SDKs made of it. */
export interface Comparison {
  request: Generated
  clerk: Answer
  frontdesk: Answer
}

export interface IntendedDifference {
  what: string
  why: string
  /** The fields that may differ. Absent, the outcome is meant: status, reason or type of token, and with it everything. */
  fields?: RegExp
  /** For which requests; as narrow as can be told. The first entry that explains a difference is counted. */
  applies(comparison: Comparison): boolean
}

const isOne = (value: string, ...of: string[]) => of.includes(value)
const isSignedOut = ({ status, reason }: Answer, because: string) =>
  status === '"signed-out"' && reason === JSON.stringify(because)
const addresses = /^(header location|location \?|proxyUrl$|call \d+$)/
const foreignIssuers = [
  'no issuer',
  'a numeric issuer',
  'an issuer of plain http',
  "another instance's issuer",
  "another instance's token",
]
const cookiesOf = ({ headers }: Generated) => (headers.cookie ?? '').split('; ')
const hasSuffixedUat = (request: Generated) => cookiesOf(request).some((pair) => /^__client_uat_[^=]+=./.test(pair))
/** Whether the plain session cookie reads as a token, in one way, of our issuer. */
function hasPlainToken(request: Generated): boolean {
  const pair = cookiesOf(request).find((candidate) => candidate.startsWith('__session=')) ?? ''
  const token = /^__session=[\w-]+\.([\w-]+)\.[\w-]+$/.exec(decodeURIComponent(pair))
  if (!token || isOne(request.choices.fault, ...looseForms)) return false
  return Buffer.from(token[1]!, 'base64url').toString().includes(`"iss":"https://${host}"`)
}
/** What our debug() tells, of sessions and machines. */
const facts = ['status', 'reason', 'tokenType', 'userId', 'sessionId', 'sessionClaims', 'id', 'subject', 'scopes']
const looseForms = ['padding', 'a claim named twice', 'claims that are a list', 'claims that are null']
const otherShapes = [
  'an organization that is a word',
  'an organization whose members are numbers',
  'an actor that is a word',
  'members of version 1 that are numbers',
  'features that are no text',
]
const unreadableLists = [
  'features that cannot all be read',
  'a feature without a name',
  'plans that cannot all be read',
  'features that are no text',
]
const badKeys = ['elliptic', 'none']

export const intendedDifferences: IntendedDifference[] = [
  {
    what: 'messages are worded otherwise, and more refusals have one',
    why: 'They are written anew and name the cure; what programs read is the reason, which is the same.',
    fields: /^(message|header x-clerk-auth-message)$/,
    applies: ({ frontdesk }) => Boolean(frontdesk.message || frontdesk['header x-clerk-auth-message']),
  },
  {
    what: 'debug() tells other facts',
    why: "Clerk's tells the whole context, with the beginnings of keys and tokens in it; ours what was decided and why.",
    fields: /\.debug\(\) has$/,
    applies: ({ frontdesk }) => (frontdesk['auth.debug() has'] ?? '').split(' ').every((fact) => isOne(fact, ...facts)),
  },
  {
    what: 'the answer to a handshake is not opened to other origins',
    why: "Clerk's allows the origin `null` with credentials: any sandboxed frame could read the page that follows.",
    fields: /^header access-control-allow-(origin|credentials)$/,
    applies: ({ frontdesk }) => frontdesk['header access-control-allow-origin'] === undefined,
  },
  {
    what: 'a refresh forwards four headers',
    why: 'They describe the device; Clerk forwards all, cookies and authorization included.',
    fields: /^call \d+ forwards$/,
    applies: () => true,
  },
  {
    what: 'a refresh says that the plain names are in use',
    why: 'Clerk leaves `suffixed_cookies=false` out; both say the same.',
    fields: /^call \d+$/,
    applies: ({ clerk, frontdesk }) => frontdesk['call 1']?.replace('?suffixed_cookies=false', '') === clerk['call 1'],
  },
  {
    what: 'requireAuth() is opened by sessions alone',
    why: "A path that machines may take says so itself; Clerk's lets whoever carries a user's API key or OAuth token onto every page.",
    fields: /^/,
    applies: ({ request: { choices }, clerk, frontdesk }) =>
      isOne(choices.bearer, 'an API key', 'an OAuth token', 'Bearer', 'the token alone', 'more words') &&
      clerk['HTTP status'] === '200' &&
      clerk.status === '"signed-in"' &&
      isOne(frontdesk['HTTP status'] ?? '', '302', '401') &&
      frontdesk.status === clerk.status,
  },
  {
    what: 'a revoked or expired token of a machine is refused',
    why: "Its record says so; Clerk's believes whatever record is found.",
    applies: ({ request: { choices }, frontdesk }) =>
      isOne(choices.bearer, 'a revoked API key', 'an expired machine token') && frontdesk.status === '"signed-out"',
  },
  {
    what: 'claims of another shape than their type are null',
    why: 'The type says what there can be; code that reads an age from a word would decide by NaN.',
    fields: /\.(factorVerificationAge|sessionStatus)$/,
    applies: ({ request: { choices } }) => isOne(choices.claims, 'factor ages that are none', 'an unheard-of status'),
  },
  {
    what: 'an organization or an actor of another shape is absent',
    why: 'As above; these members are undefined where there is none. Clerk answers 500 for some.',
    fields: /\.(orgId|orgRole|orgSlug|orgPermissions|actor|has\(.*\))$|^location \?organization_id$/,
    applies: ({ request: { choices } }) => isOne(choices.claims, ...otherShapes),
  },
  {
    what: 'a list of features or plans with an item that can’t be read grants nothing',
    why: 'Which of its items were meant is a guess. Clerk answers 500 where the colon is missing, and passes over what lacks a name.',
    fields: /^/,
    applies: ({ request: { choices }, clerk }) =>
      isOne(choices.claims, ...unreadableLists) &&
      (Boolean(clerk.throws) || clerk.status === '"signed-in"' || isSignedOut(clerk, 'unexpected-error')),
  },
  {
    what: 'a key id that is no text is no key’s',
    why: 'Clerk takes a list of one for the id in it, and a name that every object has for a key.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'jwk-kid-mismatch') && choices.fault.startsWith('a key id'),
  },
  {
    what: 'a published key that is not for RSA signatures is none',
    why: 'The id then is of no key, whatever algorithm the token names. Clerk finds the key and refuses the algorithm, or fails to use it.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'jwk-kid-mismatch') &&
      isOne(choices.fault, 'the id of an elliptic key', 'ES256 by the id of an elliptic key', 'the id of a key that encrypts'),
  },
  {
    what: 'a jwtKey that is no public RSA key is told by name, at the start or as the reason',
    why: 'Clerk makes a key of any text, by which no signature is valid.',
    fields: /^/,
    applies: ({ request: { choices }, frontdesk }) =>
      isOne(choices.keys, ...badKeys) && (isSignedOut(frontdesk, 'jwk-local-invalid') || Boolean(frontdesk.throws)),
  },
  {
    what: 'a jwtKey that is no public RSA key verifies no handshake',
    why: 'As above: the other cookies decide.',
    fields: /^/,
    applies: ({ request: { choices } }) => isOne(choices.keys, ...badKeys) && choices.handshake !== 'none',
  },
  {
    what: 'a jwtKey of 3,072 bits works',
    why: 'Clerk’s reads keys of 2,048 bits alone, and refuses each signature by another.',
    fields: /^/,
    applies: ({ request: { choices } }) => choices.keys === 'of 3,072 bits',
  },
  {
    what: 'a category that is not the sessions’ is another family’s',
    why: 'Clerk takes one more, `cl_I7d4PD111III`, which no token of ours has.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-type-mismatch') && choices.fault === 'a category that Clerk passes over',
  },
  {
    what: 'an audience that is neither text nor a list of texts is nobody’s',
    why: 'Clerk passes over one of another shape, so the check is left out.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-verification-failed') &&
      isOne(choices.claims, 'an audience that is a number', 'an audience that is an object'),
  },
  {
    what: 'an opaque token is known by its prefix, with dots in it, too',
    why: 'The API is asked about it; Clerk takes three parts for a JWT of a machine, and refuses it.',
    fields: /^(tokenType|auth\b.*|call \d+|header .*|reason|message)$/,
    applies: ({ request: { choices } }) => choices.bearer.endsWith('with dots'),
  },
  {
    what: 'the scopes of an OAuth token that are text are a list of words',
    why: 'The type says so; Clerk gives the text as it came.',
    fields: /\.scopes$/,
    applies: ({ request: { choices } }) => choices.fault === 'the type of OAuth with scopes that are text',
  },
  {
    what: 'TRACE is answered as any other method',
    why: 'No Request can be made of it, so Clerk answers 400.',
    fields: /^/,
    applies: ({ request: { method }, clerk }) => method === 'TRACE' && clerk['HTTP status'] === '400',
  },
  {
    what: 'an empty secret key is none: the next in order counts',
    why: 'An empty variable is how a setting is left out. Clerk takes it for the key, and says that there is none.',
    applies: ({ request: { choices }, clerk }) => choices.secret === 'empty' && isSignedOut(clerk, 'jwk-failed-to-resolve'),
  },
  {
    what: 'the issuer is checked',
    why: 'A key of one instance configured beside the publishable key of another would go unnoticed.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid-issuer') && isOne(choices.fault, ...foreignIssuers),
  },
  {
    what: 'verifyToken() takes session tokens only',
    why: 'Template, machine and OAuth tokens are signed by the same keys and prove no session; Clerk takes templates’.',
    applies: ({ clerk, frontdesk }) =>
      isSignedOut(frontdesk, 'token-type-mismatch') && !('tokenType' in frontdesk) && !('HTTP status' in clerk),
  },
  {
    what: 'a token names a session and somebody',
    why: 'Without a session there is nothing to revoke, and an empty subject is nobody.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-verification-failed') &&
      isOne(choices.fault, 'no session', 'an empty session', 'an empty subject'),
  },
  {
    what: 'a token with an empty list of audiences is for nobody',
    why: 'A list that is there is a restriction; Clerk treats an empty one as none.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-verification-failed') &&
      choices.claims === 'an empty audience' &&
      isOne(choices.audience, 'api', 'one of a list', 'web'),
  },
  {
    what: 'a token brings no key along and needs no extension',
    why: 'None of ours does; whoever honours a part of it is one step from honouring all.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid') && isOne(choices.fault, 'an extension to understand', 'a key of its own'),
  },
  {
    what: 'a token that can be read in two ways is no token',
    why: 'Members named twice, other spellings of the same bytes and claims that are no object are read differently by different parsers.',
    applies: ({ request: { choices }, frontdesk }) =>
      isSignedOut(frontdesk, 'token-invalid') && isOne(choices.fault, ...looseForms),
  },
  {
    what: 'a session cookie that can be read in two ways counts as malformed',
    why: 'It is no token (as above), so what it claims does not tell which of several cookies are ours. Clerk answers 500 for some.',
    applies: ({ request: { choices } }) =>
      isOne(choices.fault, ...looseForms) && !isOne(choices.session, 'none', 'another suffix'),
  },
  {
    what: 'in production a handshake in the query is passed over',
    why: 'Anybody can put it into a link, and would sign the visitor in as the sender.',
    fields: /^/,
    applies: ({ request: { choices } }) =>
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
    applies: ({ request: { choices }, clerk }) =>
      choices.key === 'live' && choices.handshake === 'the nonce n_spent' && isSignedOut(clerk, 'session-token-missing'),
  },
  {
    what: 'in development a handshake that cannot be verified returns to the clean address',
    why: 'Clerk answers 500.',
    applies: ({ request: { choices }, clerk, frontdesk }) =>
      choices.key === 'test' &&
      choices.handshake !== 'none' &&
      clerk.throws === 'true' &&
      isSignedOut(frontdesk, 'session-token-missing'),
  },
  {
    what: 'in development a handshake cookie never redirects a page to its own address',
    why: 'Clerk does, round and round while the cookie lasts, or answers 500; any app on the host can leave one.',
    fields: /^/,
    applies: ({ request: { choices, headers }, clerk }) =>
      choices.key === 'test' &&
      /__clerk_handshake/.test(headers.cookie ?? '') &&
      (Boolean(clerk.throws) || clerk['header location'] !== undefined),
  },
  {
    what: 'in development a good handshake whose token is refused keeps its cookies and leaves the address',
    why: 'Clerk goes by the other cookies and asks again, as long as the counter lets it.',
    fields: /^/,
    applies: ({ request: { choices }, frontdesk }) =>
      choices.key === 'test' && choices.handshake !== 'none' && frontdesk['header set-cookie'] !== undefined,
  },
  {
    what: 'a handshake token has its time',
    why: 'One of yesterday would bring back the cookies of yesterday; Clerk does not look at its expiry.',
    fields: /^/,
    applies: ({ request: { choices } }) => choices.handshake === 'a token of yesterday',
  },
  {
    what: 'the cookie that clears a name of the session does not sign the visitor out',
    why: 'The last that is not empty counts; Clerk takes the last, also when an empty one clears a name that is used no more.',
    applies: ({ request: { choices }, clerk }) =>
      choices.handshake === 'the nonce n_cleared' && isSignedOut(clerk, 'session-token-missing'),
  },
  {
    what: 'a bearer is never renewed by the refresh cookie beside it',
    why: 'The cookie may belong to somebody else.',
    fields: /^/,
    applies: ({ request: { choices }, frontdesk }) =>
      isOne(choices.bearer, 'Bearer', 'the token alone', 'more words') &&
      choices.refresh !== 'none' &&
      frontdesk.reason === '"session-token-expired-refresh-non-eligible-no-refresh-cookie"',
  },
  {
    what: 'a path like a host stays a path',
    why: 'Otherwise the address to return to is on a host of the sender’s choice.',
    fields: addresses,
    applies: ({ request: { choices } }) => choices.target === 'a path like a host',
  },
  {
    what: 'an unusable forwarded host or protocol is passed over',
    why: 'The address to return to must be one that a browser can open.',
    fields: addresses,
    applies: ({ request: { choices } }) => isOne(choices.forwarded, 'an unusable host', 'an unusable protocol'),
  },
  {
    what: 'an unusable Host is `localhost`',
    why: 'As above; Clerk goes by the address of the Request, which in Express is a host of its making.',
    fields: addresses,
    applies: ({ request: { choices } }) => choices.host === 'an unusable one',
  },
  {
    what: 'a fragment in the line of a request is what the adapter makes of it',
    why: 'Browsers send none (RFC 9112, 3.2); it leads nobody but its sender anywhere.',
    fields: addresses,
    applies: ({ request: { choices } }) => choices.target === 'a fragment',
  },
  {
    what: 'two redirects in a row are the most, and a count above stops them, too',
    why: 'A third one has never helped. Clerk stops at exactly three, so a cookie that says four goes round for ever.',
    applies: ({ request: { choices }, clerk, frontdesk }) =>
      isOne(choices.redirects, '2', '4') &&
      clerk.status === '"handshake"' &&
      (isSignedOut(frontdesk, JSON.parse(clerk.reason ?? '""')) || clerk.reason === '"active-organization-mismatch"'),
  },
  {
    what: 'a satellite of a development instance is told at once that its sign-in page must be a whole address',
    why: 'Clerk’s says so when a browser has an Origin header, or when it must go there.',
    applies: ({ request: { choices }, frontdesk }) =>
      choices.satellite !== 'no' && choices.key === 'test' && choices.signIn === 'a path' && Boolean(frontdesk.throws),
  },
  {
    what: 'a page reached from a site that is no authorized party is no reason for a handshake',
    why: 'Clerk renews the session of every visitor who follows a link from anywhere, in case that was a satellite.',
    applies: ({ clerk }) => clerk.reason === '"primary-domain-cross-origin-sync"',
  },
  {
    what: 'the primary domain answers satellites on this machine and authorized parties',
    why: 'Anybody can write another address into a link, and the browser’s token would go there; one that is no URL is passed over.',
    applies: ({ request: { choices }, clerk }) =>
      choices.target.startsWith('asked to sync') && (Boolean(clerk.throws) || clerk.reason === '"primary-responds-to-syncing"'),
  },
  {
    what: 'requireAuth() does not redirect a page to itself',
    why: 'Clerk leads from the sign-in page to the sign-in page, or without one from `/` to `/`, round and round.',
    fields: /^(HTTP status|body|header (location|vary|content-type)|auth\b.*)$/,
    applies: ({ request: { url }, clerk, frontdesk }) =>
      clerk['header location'] === `http://relative${new URL(url).pathname}` &&
      isOne(frontdesk['HTTP status'] ?? '', '401', '200'),
  },
  {
    what: 'a suffixed time of change is believed where no plain token of ours is beside it',
    why: 'Clerk leaves `__client_uat` on the parent domain, apps on other ports theirs on the host; Clerk’s SDK goes round or signs out.',
    fields: /^/,
    applies: ({ request }) => hasSuffixedUat(request) && !hasPlainToken(request),
  },
  {
    what: 'a plain sign-out of development beside an expired token is passed over',
    why: 'It may be that of an app on another port of localhost; our server writes both names at once.',
    fields: /^/,
    applies: ({ request }) =>
      request.choices.key === 'test' && request.choices.uatNames === 'plain zero' && hasSuffixedUat(request),
  },
]
