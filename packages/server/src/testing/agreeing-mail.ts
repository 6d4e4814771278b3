/** Every mail that a test receives says the same as plain text and as HTML. */
import type { Mail } from '../capabilities/ground/mail/mail.js'

/** Returns the mail. @throws when its two forms differ in a word or an address */
export function requireAgreement(mail: Mail): Mail {
  const [text, html] = [wordsOf(mail.text), wordsOf(readable(mail.html))]
  if (text !== html) throw new Error(`A mail says one thing as text and another as HTML:\n${text}\n${html}`)
  return mail
}

/** In the order of the alphabet: the application's name begins the HTML and ends the text. */
const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean).toSorted().join(' ')

/** What a reader sees of the HTML, with the addresses behind its links as the text writes them. */
const readable = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g, '$2: $1')
    .replace(/<img [^>]*\balt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
