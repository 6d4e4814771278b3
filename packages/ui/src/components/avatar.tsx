import type { User, Words } from '@frontdesk/contract'
import './avatar.css'

/** The account's picture, or its initials, which are no text: the name is beside it. */
export function Avatar({ user, large }: { user: User; large?: boolean }) {
  const picture = user.has_image && user.image_url
  return (
    <span class={large ? 'avatar large' : 'avatar'} aria-hidden="true" data-initials={picture ? undefined : initials(user)}>
      {picture && <img src={picture} alt="" />}
    </span>
  )
}

/** The account's display name: full name, else username, else e-mail address. */
export function nameOf(user: User, words: Words): string {
  return ownName(user) || words.accountWithoutName
}

function ownName(user: User): string | undefined {
  return [user.first_name, user.last_name].filter(Boolean).join(' ') || user.username || addressOf(user)
}

/** The primary e-mail address, if there is one. */
export function addressOf(user: User): string | undefined {
  return user.email_addresses.find((email) => email.id === user.primary_email_address_id)?.email_address
}

/** The primary e-mail address, to show below the name; undefined if it is the name already. */
export function detailOf(user: User): string | undefined {
  const address = addressOf(user)
  return address === ownName(user) ? undefined : address
}

function initials(user: User): string {
  const names = [user.first_name, user.last_name].filter(Boolean)
  const source = names.length ? names : [ownName(user) ?? '']
  return source
    .map((word) => [...word!][0])
    .join('')
    .toUpperCase()
}
