import { canonicalEmailAddress, type SignIn, type SupportedFirstFactor, type SupportedSecondFactor } from '@frontdesk/contract'
import { readableAddress } from '../basics/readable-address.js'
import type { ClientRow } from '../capabilities/devices/clients/clients.js'
import { factors, offersOf, secondOffersOf, secondTo } from '../capabilities/entering/factors/matrix.js'
import { accountOf, accountOfUser } from '../capabilities/entering/sign-in/account.js'
import { hidesAccounts, offersToAnybody } from '../capabilities/entering/sign-in/hidden-accounts.js'
import { firstStrategyOf, type SignInRow } from '../capabilities/entering/sign-in/sign-in.js'
import { imageUrl } from '../capabilities/ground/images/image-url.js'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { Settings } from '../capabilities/ground/settings/settings.js'
import { requireUser, type UserRow } from '../capabilities/identity/users/users.js'
import { prepared } from '../database/prepared.js'
import type { Instance } from '../start/instance.js'
import { maskedAddress, maskedNumber } from './masked.js'

const byId = prepared((db, id: string) => db.selectFrom('sign_ins').selectAll().where('id', '=', id))

/** The attempt that the browser's state shows, while it is under way. */
export async function currentSignIn(instance: Instance, client: ClientRow): Promise<SignIn | null> {
  if (client.sign_in_id === null) return null
  const [signIn] = await byId(instance, client.sign_in_id)
  return signIn && signIn.status !== 'complete' && signIn.abandon_at > instance.now() ? signInResource(instance, signIn) : null
}

export async function signInResource(instance: Instance, signIn: SignInRow, matrix = factors): Promise<SignIn> {
  const isIdentified = !['needs_identifier', 'needs_first_factor'].includes(signIn.status)
  const user = isIdentified ? await requireUser(instance, signIn.user_id!) : null
  return {
    object: 'sign_in_attempt',
    id: signIn.id,
    status: signIn.status,
    identifier: signIn.identifier && readableAddress(signIn.identifier),
    supported_identifiers: identifiersOf(instance.settings),
    supported_first_factors: signIn.status === 'needs_first_factor' ? await factorsShown(instance, signIn) : null,
    supported_second_factors:
      user && signIn.status === 'needs_second_factor'
        ? secondOffersOf(instance.settings, await accountOfUser(instance, user), secondTo(firstStrategyOf(signIn), matrix)).map(
            maskedSecond,
          )
        : null,
    first_factor_verification: verificationOf(signIn.first_factor_verification, instance.now()),
    second_factor_verification: verificationOf(signIn.second_factor_verification),
    // Nobody is named to strangers: the identifier that they typed may be somebody else's.
    user_data: user && nameAndPicture(instance, user),
    created_session_id: signIn.created_session_id,
    abandon_at: signIn.abandon_at,
  }
}

/** What people may name themselves by. */
const identifiersOf = ({ attributes }: Settings): string[] =>
  Object.entries({
    email_address: attributes.emailAddress,
    phone_number: attributes.phoneNumber,
    web3_wallet: attributes.web3Wallet,
    username: attributes.username,
  }).flatMap(([name, asked]) => (asked === 'off' ? [] : [name]))

const nameAndPicture = (instance: Instance, user: UserRow): SignIn['user_data'] => ({
  first_name: user.first_name,
  last_name: user.last_name,
  image_url: imageUrl(instance, user.image_id),
  has_image: user.image_id !== null,
})

/** Only the address that was typed is shown in full: knowing one identifier must not reveal another. */
async function factorsShown(instance: Instance, signIn: SignInRow): Promise<SupportedFirstFactor[]> {
  if (hidesAccounts(instance)) return offersToAnybody(instance, signIn) // nothing is looked up, which would take time
  const account = await accountOf(instance, signIn, await requireUser(instance, signIn.user_id!))
  const typed = signIn.identifier && canonicalEmailAddress(signIn.identifier)
  const addresses = account?.emailAddresses ?? []
  const masked = new Set(addresses.filter(({ email_address }) => email_address !== typed).map(({ id }) => id))
  return (account ? offersOf(instance.settings, account) : []).map((factor) => {
    if ('email_address_id' in factor && masked.has(factor.email_address_id))
      return { ...factor, safe_identifier: maskedAddress(factor.safe_identifier) }
    if ('phone_number_id' in factor && factor.safe_identifier !== signIn.identifier)
      return { ...factor, safe_identifier: maskedNumber(factor.safe_identifier) }
    return factor
  })
}

/** The first factor alone names nobody's numbers. */
const maskedSecond = (factor: SupportedSecondFactor): SupportedSecondFactor =>
  'safe_identifier' in factor ? { ...factor, safe_identifier: maskedNumber(factor.safe_identifier) } : factor
