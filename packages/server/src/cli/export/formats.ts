/** The forms in which people leave. Both are read again by `frontdesk import`. */
import type { ExportedUser } from '../../resources/exported-user.js'
import { csvLine } from '../csv-line.js'

export interface Format {
  /** The files that it makes, by what each adds to the name that was given; with one only, the name is that of the file. */
  parts: Part[]
}

interface Part {
  extension: string
  begin: string
  /** What stands between two people. */
  between: string
  write(user: ExportedUser): string
  end: string
}

/** A list with a line for each, so that it is JSON and can be cut by lines. */
const list = (extension: string, objectOf: (user: ExportedUser) => object): Part => ({
  extension,
  begin: '[\n',
  between: ',\n',
  write: (user) => JSON.stringify(objectOf(user)),
  end: '\n]\n',
})

const clerkColumns =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher'

export const formats: Record<string, Format> = {
  json: {
    parts: [
      list('.json', ({ shown, password, factors, more, addresses }) => ({
        ...shown,
        email_addresses: shown.email_addresses.map((address, index) => ({
          ...address,
          verified_at: addresses[index]!.verified_at, // they are of the same rows
        })),
        password_digest: password?.digest ?? null,
        password_hasher: password?.hasher ?? null,
        ...(factors.totp_secret && { totp_secret: factors.totp_secret }),
        ...more,
      })),
    ],
  },
  clerk: {
    parts: [
      { extension: '.csv', begin: `${clerkColumns}\r\n`, between: '', write: clerkLine, end: '' },
      list('.json', ({ shown }) => shown),
    ],
  },
}

function clerkLine({ shown, password, factors, addresses }: ExportedUser): string {
  const emails = (isVerified: boolean) => addresses.filter(({ verified_at }) => (verified_at !== null) === isVerified).map((one) => one.email_address) // biome-ignore format: one thought
  const numbers = (isVerified: boolean) => shown.phone_numbers.filter(({ verification }) => (verification?.status === 'verified') === isVerified).map(({ phone_number }) => phone_number) // biome-ignore format: one thought
  return csvLine([
    shown.id,
    shown.first_name,
    shown.last_name,
    shown.username,
    addresses.find(({ id }) => id === shown.primary_email_address_id)?.email_address,
    numbers(true)[0],
    emails(true).join('|'),
    emails(false).join('|'),
    numbers(true).join('|'),
    numbers(false).join('|'),
    factors.totp_secret,
    password?.digest,
    password?.hasher,
  ])
}
