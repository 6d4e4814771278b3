import { canonicalEmailAddress, type SignIn, type SupportedFirstFactor, type Verification } from '@frontdesk/contract'
import { fromJson } from '../../database/columns.js'
import { prepared } from '../../database/prepared.js'
import type { Instance } from '../../instance.js'
import { readableAddress } from '../../readable-address.js'
import type { ClientRow } from '../clients/clients.js'
import { imageUrl } from '../images/image-url.js'
import { requireUser } from '../users/users.js'
import { maskedAddress } from './masked.js'
import { accountOf, type SignInRow } from './sign-in.js'
import { type Account, offersOf } from './strategies.js'

const byId = prepared((db, id: string) => db.selectFrom('sign_ins').selectAll().where('id', '=', id))

/** The attempt that the browser's state shows, while it is under way. */
export async function currentSignIn(instance: Instance, client: ClientRow): Promise<SignIn | null> {
  if (client.sign_in_id === null) return null
  const [signIn] = await byId(instance, client.sign_in_id)
  return signIn && signIn.status !== 'complete' && signIn.abandon_at > instance.now() ? signInResource(instance, signIn) : null
}

export async function signInResource(instance: Instance, signIn: SignInRow): Promise<SignIn> {
  const account = signIn.user_id === null ? null : await accountOf(instance, await requireUser(instance, signIn.user_id))
  return {
    object: 'sign_in_attempt',
    id: signIn.id,
    status: signIn.status,
    identifier: signIn.identifier && readableAddress(signIn.identifier),
    supported_identifiers: instance.options.attributes.username === 'off' ? ['email_address'] : ['email_address', 'username'],
    supported_first_factors: account && signIn.status === 'needs_first_factor' ? factorsShown(account, signIn) : null,
    supported_second_factors: null,
    first_factor_verification:
      signIn.first_factor_verification === null ? null : fromJson<Verification>(signIn.first_factor_verification),
    second_factor_verification: null,
    user_data: account && hasVerifiedFactor(signIn) ? nameAndPicture(instance, account) : null,
    created_session_id: signIn.created_session_id,
    abandon_at: signIn.abandon_at,
  }
}

/** Nobody is named to strangers: what they typed may be somebody else's. */
const hasVerifiedFactor = ({ status }: SignInRow): boolean => status === 'needs_new_password' || status === 'complete'

const nameAndPicture = (instance: Instance, { user }: Account): SignIn['user_data'] => ({
  first_name: user.first_name,
  last_name: user.last_name,
  image_url: imageUrl(instance, user.image_id),
  has_image: user.image_id !== null,
})

/** In full is shown only the address that was typed: whoever knows one identifier learns no other. */
function factorsShown(account: Account, { identifier }: SignInRow): SupportedFirstFactor[] {
  const typed = identifier === null ? null : canonicalEmailAddress(identifier)
  const mask = new Set(account.emailAddresses.filter((address) => address.email_address !== typed).map(({ id }) => id))
  return offersOf(account).map((factor) =>
    'email_address_id' in factor && mask.has(factor.email_address_id)
      ? { ...factor, safe_identifier: maskedAddress(factor.safe_identifier) }
      : factor,
  )
}
