/** Who may make a proof. All other files can only hand on what they were given: that is why a session means what it says. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importsUnder } from './imports.js'

const src = 'packages/server/src/'
const completed = 'capabilities/devices/sessions/completed-sign-in.ts'
const former = 'capabilities/devices/former-sessions/former-sessions.ts'
const factors = 'capabilities/entering/factors/'
const signIn = 'capabilities/entering/sign-in/'
const signUp = 'capabilities/entering/sign-up/sign-up.ts'
const accounts = 'capabilities/identity/external-accounts/external-accounts.ts'
const addresses = 'capabilities/identity/email-addresses/email-addresses.ts'
const wallets = 'capabilities/identity/web3-wallets/web3-wallets.ts'

/** What makes a proof, or a session of it: where it is, and which files use it. */
const makers: Record<string, { in: string; by: string[] }> = {
  verifiedFactor: {
    in: completed,
    by: [
      former,
      ...[
        'backup-code',
        'complete',
        'email-link',
        'external-account',
        'passkey',
        'password',
        'sent-code',
        'sign-up-factor',
        'ticket',
        'totp',
        'wallet',
      ].map((name) => `${factors}${name}.ts`),
    ],
  },
  readFactor: { in: completed, by: [`${signIn}sign-in.ts`] },
  completedSignIn: { in: completed, by: [former, `${factors}complete.ts`] },
  vouchedSignIn: { in: completed, by: ['capabilities/devices/sessions/test-session.ts'] },
  factorOfSignUp: { in: `${factors}sign-up-factor.ts`, by: [signUp] },
  complete: {
    in: `${factors}complete.ts`,
    by: [`${signIn}move-on.ts`, `${signIn}reset-password.ts`, `${signIn}second-factor.ts`, signUp],
  },
  createSession: {
    in: 'capabilities/devices/sessions/sessions.ts',
    by: [former, 'capabilities/devices/sessions/test-session.ts', `${signIn}steps.ts`, signUp],
  },
  verifyByProof: { in: addresses, by: [`${factors}email-code.ts`, 'capabilities/management/email-addresses/verification.ts'] },
  verifyByLink: { in: addresses, by: [`${factors}email-link.ts`] },
  verifiedEarlier: { in: addresses, by: ['capabilities/entering/sign-up/identifiers.ts'] },
  verifyWalletByProof: { in: wallets, by: [`${factors}wallet.ts`] },
  walletVerifiedEarlier: { in: wallets, by: ['capabilities/entering/sign-up/identifiers.ts'] },
  vouchedWallet: { in: wallets, by: ['capabilities/management/users/create-user.ts'] },
  verifiedExternalAccount: { in: accounts, by: ['capabilities/entering/social/redeem.ts'] },
  openAccount: { in: accounts, by: [`${signIn}pending-account.ts`, `${signIn}with-provider.ts`, signUp] },
  vouchedFor: {
    in: addresses,
    by: ['capabilities/management/email-addresses/addresses.ts', 'capabilities/management/users/create-user.ts'],
  },
}

const sources = new Map(
  importsUnder(src)
    .filter(({ from }) => !from.startsWith(`${src}testing/`))
    .map(({ from }) => [from.slice(src.length), readFileSync(from, 'utf8')]),
)

/** The files that import or export the name from that file, or everything of it at once. */
function usersOf(name: string, file: string, read = sources): string[] {
  const from = `/${file.split('/').at(-1)!.replace('.ts', '.js')}`
  const takes = new RegExp(`\\b${name}\\b|\\*`)
  return [...read].flatMap(([user, source]) => {
    const statements = [...source.matchAll(/^(?:import|export)\s+(?<names>[^'";]*?)\sfrom\s+'(?<specifier>[^']+)'/gm)]
    const isUser = statements.some(({ groups }) => groups!.specifier!.endsWith(from) && takes.test(groups!.names!))
    return isUser ? [user] : []
  })
}

describe('a proof', () => {
  test.each(Object.entries(makers))('a proof is made by %s only for the named files', (name, { in: file, by }) => {
    expect(usersOf(name, file).toSorted()).toEqual(by.toSorted())
  })

  const brands =
    /(\bas (unknown as )?|fromJson<)(VerifiedFactor|CompletedSignIn|VerifiedEmailAddress|VerifiedExternalAccount|VerifiedWeb3Wallet)\b/

  test('a proof is claimed by a cast only where it is made', () => {
    const claiming = [...sources].filter(([, source]) => brands.test(source)).map(([file]) => file)
    expect(claiming.toSorted()).toEqual([completed, accounts, addresses, wallets].toSorted())
  })

  test.each([
    "import { completedSignIn } from '../../devices/sessions/completed-sign-in.js'",
    "import { completedSignIn as done } from '../../devices/sessions/completed-sign-in.js'",
    "import * as all from '../../devices/sessions/completed-sign-in.js'",
    "export * from '../../devices/sessions/completed-sign-in.js'",
  ])('a proof that is planted elsewhere is found: %s', (planted) => {
    const file = `${signIn}sign-in.ts`
    expect(usersOf('completedSignIn', completed)).not.toContain(file)
    expect(usersOf('completedSignIn', completed, new Map([...sources, [file, planted]]))).toContain(file)
  })
})
