/** An address as strangers see it, `a***@h***.example`: enough for its owner to know which mailbox to open. */
export function maskedAddress(emailAddress: string): string {
  const at = emailAddress.lastIndexOf('@')
  const [domain, ending = ''] = emailAddress.slice(at + 1).split(/(\.[^.]*)$/)
  return `${begun(emailAddress.slice(0, at))}@${begun(domain ?? '')}${ending}`
}

const begun = (text: string): string => `${[...text][0] ?? ''}***`

/** A number as strangers see it, `+49********89`: enough for its owner to know which telephone to look at. */
export const maskedNumber = (number: string): string => `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`
