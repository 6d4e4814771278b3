/**
 * What each provider's answer says of a person, in our words. Who they are there is the id that the provider keeps for ever; an address
 * counts as verified only where its own documentation says which claim means that.
 */
import { type ExternalProfile, isTrue, isTrueAsText, type Json, type ProfileSources } from '../provider.js'
import { standardProfile, textOf } from '../standard-profile.js'

type Mapping = (sources: ProfileSources) => ExternalProfile

/** What stands at the end of a path in an answer; undefined where nothing does. */
export const at = (answer: unknown, ...path: Array<string | number>): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    answer,
  )

/** An id, which some providers write as a number. */
const idOf = (value: unknown): string => (typeof value === 'number' ? String(value) : (textOf(value) ?? ''))

/** One name as two: what comes first, and the rest. */
function namesOf(name: unknown): Pick<ExternalProfile, 'firstName' | 'lastName'> {
  const [first, ...rest] = (textOf(name) ?? '').trim().split(/\s+/)
  return { firstName: first || null, lastName: rest.join(' ') || null }
}

const nobody: ExternalProfile = {
  subject: '',
  emailAddress: null,
  emailVerified: false,
  firstName: null,
  lastName: null,
  username: null,
  imageUrl: null,
}

/** The name comes once, with the first consent, in a form that the browser posts; who they are comes in the ID token. */
export const appleProfile: Mapping = ({ idToken, callback }) => {
  const name = at(jsonOf(callback.user), 'name')
  return {
    ...nobody,
    subject: idOf(idToken?.sub),
    emailAddress: textOf(idToken?.email),
    emailVerified: isTrueAsText(idToken?.email_verified), // "a string or Boolean value"
    firstName: textOf(at(name, 'firstName')),
    lastName: textOf(at(name, 'lastName')),
  }
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

export const atlassianProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.account_id),
  emailAddress: textOf(userinfo?.email),
  ...namesOf(userinfo?.name),
  imageUrl: textOf(userinfo?.picture),
})

export const bitbucketProfile: Mapping = ({ userinfo, extra }) => {
  const addresses = listOf(at(extra.emails, 'values'))
  const primary = addresses.find((address) => isTrue(at(address, 'is_primary')))
  return {
    ...nobody,
    subject: idOf(userinfo?.uuid),
    emailAddress: textOf(at(primary, 'email')),
    emailVerified: isTrue(at(primary, 'is_confirmed')),
    ...namesOf(userinfo?.display_name),
    username: textOf(userinfo?.username),
    imageUrl: textOf(at(userinfo, 'links', 'avatar', 'href')),
  }
}

export const boxProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.id),
  emailAddress: textOf(userinfo?.login),
  ...namesOf(userinfo?.name),
  imageUrl: null, // asks for a token
})

export const coinbaseProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(at(userinfo, 'data', 'id')),
  emailAddress: textOf(at(userinfo, 'data', 'email')),
  ...namesOf(at(userinfo, 'data', 'name')),
  username: textOf(at(userinfo, 'data', 'username')),
  imageUrl: textOf(at(userinfo, 'data', 'avatar_url')),
})

export const discordProfile: Mapping = ({ userinfo }) => {
  const [subject, avatar] = [idOf(userinfo?.id), textOf(userinfo?.avatar)]
  return {
    ...nobody,
    subject,
    emailAddress: textOf(userinfo?.email),
    emailVerified: isTrue(userinfo?.verified),
    ...namesOf(userinfo?.global_name),
    username: textOf(userinfo?.username),
    imageUrl: avatar && `https://cdn.discordapp.com/avatars/${subject}/${encodeURIComponent(avatar)}.png?size=512`,
  }
}

export const dropboxProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.account_id),
  emailAddress: textOf(userinfo?.email),
  emailVerified: isTrue(userinfo?.email_verified),
  firstName: textOf(at(userinfo, 'name', 'given_name')),
  lastName: textOf(at(userinfo, 'name', 'surname')),
  imageUrl: textOf(userinfo?.profile_photo_url),
})

/** Facebook gives an address that it calls valid, and doesn't say whose. */
export const facebookProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.id),
  emailAddress: textOf(userinfo?.email),
  firstName: textOf(userinfo?.first_name),
  lastName: textOf(userinfo?.last_name),
  imageUrl: textOf(at(userinfo, 'picture', 'data', 'url')),
})

/** The address of the profile is the one that is shown to all; which ones are verified is asked apart. */
export const githubProfile: Mapping = ({ userinfo, extra }) => {
  const primary = listOf(extra.emails).find((address) => isTrue(at(address, 'primary')))
  return {
    ...nobody,
    subject: idOf(userinfo?.id),
    emailAddress: textOf(at(primary, 'email')),
    emailVerified: isTrue(at(primary, 'verified')),
    ...namesOf(userinfo?.name),
    username: textOf(userinfo?.login),
    imageUrl: textOf(userinfo?.avatar_url),
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const hubspotProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.user_id),
  emailAddress: textOf(userinfo?.user),
})

export const instagramProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.user_id),
  ...namesOf(userinfo?.name),
  username: textOf(userinfo?.username),
  imageUrl: textOf(userinfo?.profile_picture_url),
})

export const linearProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(at(userinfo, 'data', 'viewer', 'id')),
  emailAddress: textOf(at(userinfo, 'data', 'viewer', 'email')),
  ...namesOf(at(userinfo, 'data', 'viewer', 'name')),
  username: textOf(at(userinfo, 'data', 'viewer', 'displayName')),
  imageUrl: textOf(at(userinfo, 'data', 'viewer', 'avatarUrl')),
})

/** The directory of personal accounts, whose addresses Microsoft has verified itself. */
export const personalDirectory = '9188040d-6c67-4c5b-b112-36a304b66dad'

/**
 * An administrator of any directory can write any address into `email`: it is verified only where Microsoft says that the directory owns
 * its domain (`xms_edov`, an optional claim of the app registration), or knows the address as a personal account's.
 */
export const microsoftProfile: Mapping = (sources) => {
  const { idToken } = sources
  const isOwned = isTrueAsText(idToken?.xms_edov) || idToken?.xms_edov === 1 || idToken?.xms_edov === '1'
  return {
    ...standardProfile(sources),
    subject: idOf(idToken?.sub),
    emailAddress: textOf(idToken?.email),
    emailVerified: isOwned || idToken?.tid === personalDirectory,
    username: null, // an address, mostly
    phoneNumber: null,
  }
}

/** The person stands in the token endpoint's answer. */
export const notionProfile: Mapping = ({ token }) => {
  const user = at(token, 'owner', 'user')
  return {
    ...nobody,
    subject: idOf(at(user, 'id')),
    emailAddress: textOf(at(user, 'person', 'email')),
    ...namesOf(at(user, 'name')),
    imageUrl: textOf(at(user, 'avatar_url')),
  }
}

/** "Unverified; there is no proof that it actually belongs to the user", says Spotify of the address. */
export const spotifyProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(userinfo?.id),
  emailAddress: textOf(userinfo?.email),
  ...namesOf(userinfo?.display_name),
  imageUrl: textOf(at(userinfo, 'images', 0, 'url')),
})

export const tiktokProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(at(userinfo, 'data', 'user', 'open_id')),
  ...namesOf(at(userinfo, 'data', 'user', 'display_name')),
  imageUrl: textOf(at(userinfo, 'data', 'user', 'avatar_url')),
})

export const xProfile: Mapping = ({ userinfo }) => ({
  ...nobody,
  subject: idOf(at(userinfo, 'data', 'id')),
  ...namesOf(at(userinfo, 'data', 'name')),
  username: textOf(at(userinfo, 'data', 'username')),
  imageUrl: textOf(at(userinfo, 'data', 'profile_image_url')),
})

/** Where an answer has what, in the operator's words: `data.user.id` is a path. */
export type ClaimPaths = Partial<
  Record<'subject' | 'email' | 'email_verified' | 'first_name' | 'last_name' | 'username' | 'image_url', string>
>

export function profileByPaths(paths: ClaimPaths): Mapping {
  return ({ userinfo, idToken }) => {
    const said: Json = userinfo ?? idToken ?? {}
    const claim = (name: keyof ClaimPaths, usual: string) => at(said, ...(paths[name] ?? usual).split('.'))
    return {
      ...nobody,
      subject: idOf(claim('subject', 'sub')) || (paths.subject === undefined ? idOf(said.id) : ''),
      emailAddress: textOf(claim('email', 'email')),
      emailVerified: isTrue(claim('email_verified', 'email_verified')),
      firstName: textOf(claim('first_name', 'given_name')),
      lastName: textOf(claim('last_name', 'family_name')),
      username: textOf(claim('username', 'preferred_username')),
      imageUrl: textOf(claim('image_url', 'picture')),
    }
  }
}
