/** The picture that somebody has at the service by whose account they signed up. It is worth a moment, and no refusal. */
import type { Instance } from '../../../start/instance.js'
import { maxImageBytes } from '../../../wire/upload.js'
import { externalAccountsOf } from '../../identity/external-accounts/external-accounts.js'
import { setFirstImage } from '../../identity/users/profile-image.js'
import type { SignUpRow } from './sign-up.js'

const longestMs = 3000

/** Call it once the user is made. Whatever keeps the picture away is told to the log only. */
export async function bringPicture(instance: Instance, { created_user_id: userId, external_account }: SignUpRow): Promise<void> {
  if (userId === null || external_account === null) return
  const [account] = await externalAccountsOf(instance, [userId])
  const url = account?.image_url
  if (!url) return
  try {
    await instance.uploads.take(userId, async () => setFirstImage(instance, userId, await fetchPicture(instance, url)))
  } catch (error) {
    instance.log({ level: 'info', message: `The picture of a new user at ${account.provider} was not taken.`, userId, error })
  }
}

/** What it is, the decoder says. */
async function fetchPicture({ outbound }: Instance, url: string): Promise<Uint8Array> {
  const response = await outbound.fetch(url, {
    headers: { accept: 'image/*', 'user-agent': 'frontdesk' },
    timeoutMs: longestMs,
    maxBytes: maxImageBytes,
  })
  if (response.status !== 200) throw new Error(`${new URL(url).host} answered ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
