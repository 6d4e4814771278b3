/** The words of our mail. Every mail is plain text with a simple HTML twin, without images or links that track. */
import type { Instance } from '../instance.js'
import type { Mail } from './outbox.js'

const purposes = {
  sign_up_code: {
    subject: (code: string, app: string) => `${code} is your code for ${app}`,
    line: 'Enter this code to confirm your e-mail address:',
  },
  sign_in_code: {
    subject: (code: string, app: string) => `${code} is your code to sign in to ${app}`,
    line: 'Enter this code to sign in:',
  },
  reset_password_code: {
    subject: (code: string, app: string) => `${code} resets your password for ${app}`,
    line: 'Enter this code to choose a new password:',
  },
  email_address_code: {
    subject: (code: string, app: string) => `${code} confirms your e-mail address for ${app}`,
    line: 'Enter this code to add this address to your account:',
  },
} as const

export type CodeMail = keyof typeof purposes

export function codeMail(instance: Instance, { kind, to, code }: { kind: CodeMail; to: string; code: string }): Mail {
  const { subject, line } = purposes[kind]
  const { applicationName, codes } = instance.options
  const validity = `It is valid for ${Math.round(codes.lifetimeSeconds / 60)} minutes. If you did not ask for it, ignore this mail: nobody can use the code without it.`
  return {
    to,
    kind,
    code,
    subject: subject(code, applicationName),
    text: `${line}\n\n    ${code}\n\n${validity}\n\n${applicationName}\n`,
    html: page(
      applicationName,
      `<p>${line}</p><p style="font-size:32px;letter-spacing:6px;font-weight:600">${code}</p><p>${validity}</p>`,
    ),
  }
}

const page = (applicationName: string, content: string) =>
  `<!doctype html><html><body style="font-family:system-ui,sans-serif;line-height:1.5;color:#1c1c1a;max-width:32rem;margin:2rem auto;padding:0 1rem">${content}<p style="color:#6b6b66">${escapeHtml(applicationName)}</p></body></html>`

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
