/** The words of our mail. Every mail is plain text with a simple HTML twin, without images or links that track. */
import type { Instance } from '../instance.js'
import type { Mail } from './outbox.js'

/** What a code is for; the subject begins with the code, so that a notification is enough to read it. */
const purposes = {
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
} as const

export type CodeMail = keyof typeof purposes

/** A mail with a one-time code, which is not sent any more once the code is over. */
export function codeMail(instance: Instance, { kind, to, code }: { kind: CodeMail; to: string; code: string }): Mail {
  const { subject, heading, line, unasked } = purposes[kind]
  const { applicationName: app, codes } = instance.options
  const validity = `The code works for ${lifetime(codes.lifetimeSeconds)}.`
  return {
    to,
    kind,
    code,
    expiresAt: instance.now() + codes.lifetimeSeconds * 1000,
    subject: `${code} ${subject(app)}`,
    text: `${heading}\n\n${line(app)}\n\n    ${code}\n\n${validity}\n\n${unasked}\n\n${app}\n`,
    html: page(
      app,
      `<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${heading}</h1>
<p style="margin:0 0 20px">${escapeHtml(line(app))}</p>
<p style="margin:0 0 20px;padding:16px;border:1px solid #87918b;border-radius:8px;text-align:center;font:600 32px/40px ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px">${code}</p>
<p style="margin:0 0 20px">${validity}</p>
<p style="margin:0;font-size:14px;line-height:20px;opacity:.75">${unasked}</p>`,
    ),
  }
}

/** Tells a former primary address that another has taken its place, so that nobody loses an account unnoticed. */
export function primaryAddressMail(instance: Instance, to: string, successor: string): Mail {
  const { applicationName: app } = instance.options
  const heading = 'Your primary email address was changed'
  const line = `${successor} is now the primary email address of your account at ${app}.`
  const unasked = 'If this was not you, sign in and change your password, or ask the people who run the app.'
  return {
    to,
    kind: 'primary_email_address_changed',
    subject: `Your primary email address for ${app} was changed`,
    text: `${heading}\n\n${line}\n\n${unasked}\n\n${app}\n`,
    html: page(
      app,
      `<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${heading}</h1>
<p style="margin:0 0 20px">${escapeHtml(line)}</p>
<p style="margin:0;font-size:14px;line-height:20px;opacity:.75">${unasked}</p>`,
    ),
  }
}

/** No colours of ground or text: the reader's own mail program sets them, light or dark. */
const page = (app: string, content: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:440px;margin:0 auto;font:16px/24px system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<p style="margin:0 0 28px;font-weight:600">${escapeHtml(app)}</p>
${content}
</div>
</body>
</html>
`

function lifetime(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
