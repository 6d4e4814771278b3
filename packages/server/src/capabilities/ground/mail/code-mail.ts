/** The words of mail that carries a one-time code. */
import type { Instance } from '../../../start/instance.js'
import { renderLetter } from './letter.js'
import type { Mail } from './mail.js'

/** What a code is for; the subject begins with the code, so that a notification is enough to read it. */
export const codeLetters = {
  sign_up_code: {
    subject: (app: string) => `is your code for ${app}`,
    heading: 'Confirm your email address',
    line: (app: string) => `Welcome to ${app}. Enter this code where you are signing up:`,
    unasked: 'If you did not sign up, ignore this mail: without the code, nobody can use your address.',
  },
  sign_in_code: {
    subject: (app: string) => `is your code to sign in to ${app}`,
    heading: 'Sign in',
    line: (app: string) => `Enter this code to sign in to ${app}:`,
    unasked: 'If this was not you, ignore this mail and tell nobody the code: without it, nobody gets in this way.',
  },
  reset_password_code: {
    subject: (app: string) => `is your code to reset your password for ${app}`,
    heading: 'Choose a new password',
    line: (app: string) => `Enter this code to choose a new password for ${app}:`,
    unasked: 'If you did not ask for this, ignore this mail and tell nobody the code: your password stays as it is.',
  },
  email_address_code: {
    subject: (app: string) => `is your code to add this address to ${app}`,
    heading: 'Confirm this email address',
    line: (app: string) => `Enter this code to add this address to your account at ${app}:`,
    unasked: 'If you did not ask for this, ignore this mail: without the code, nobody can use your address.',
  },
  verification_code: {
    subject: (app: string) => `is your code for ${app}`,
    heading: 'Confirm your email address',
    line: (app: string) => `Enter this code where ${app} asks you for it:`,
    unasked: 'If you did not ask for this, ignore this mail and tell nobody the code.',
  },
} as const

export type CodeMail = keyof typeof codeLetters

/** A mail with a one-time code, which is not sent any more once the code is over. */
export function codeMail(instance: Instance, { kind, to, code }: { kind: CodeMail; to: string; code: string }): Mail {
  const { subject, heading, line, unasked } = codeLetters[kind]
  const { branding, codes } = instance.settings
  const app = branding.applicationName
  return {
    to,
    kind,
    code,
    expiresAt: instance.now() + codes.lifetimeSeconds * 1000,
    ...renderLetter(app, {
      subject: `${code} ${subject(app)}`,
      blocks: [
        { heading },
        { text: line(app) },
        { code },
        { text: `The code works for ${lifetime(codes.lifetimeSeconds)}.` },
        { note: unasked },
      ],
    }),
  }
}

function lifetime(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
