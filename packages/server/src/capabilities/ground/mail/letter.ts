/** Mail as a list of blocks, of which both its plain text and its HTML are made: without tracking, and no picture but the deployment's logo. */
import { accentOnWhite } from '../../../basics/accent.js'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Configured } from '../../../start/instance.js'
import { appOrigin, inApp } from '../../../wire/addresses.js'
import type { Language } from '../languages/languages.js'

export interface Letter {
  subject: string
  blocks: Block[]
}

export type Block =
  | { heading: string }
  | { text: string }
  /** Shown large, to be read and typed. */
  | { code: string }
  /** The one thing to press. */
  | { link: string; label: string }
  /** Smaller, at the end. */
  | { note: string }

/** What a letter takes of the instance: who it is from. */
type Sender = Pick<Configured, 'options' | 'settings'>

export function renderLetter(
  sender: Sender,
  language: Language['letters'],
  { subject, blocks }: Letter,
): { subject: string; text: string; html: string } {
  const { applicationName, accentColor } = sender.settings.branding
  const legal = legalLinks(sender, language.words)
  const body = blocks.map((block) => asHtml(block, accentOnWhite(accentColor)))
  return {
    subject,
    text: `${[...blocks.map(asText), applicationName, ...legal.map(asText)].join('\n\n')}\n`,
    html: page(language, [head(sender), ...body, ...foot(legal)].join('\n')),
  }
}

const head = ({ options, settings: { branding } }: Sender): string => {
  const name = escapeHtml(branding.applicationName)
  const logo = wholeAddress(options, branding.logoUrl)
  const shown = logo ? `<img src="${escapeHtml(logo)}" alt="${name}" height="32" style="height:32px;max-width:200px">` : name
  return `<p style="margin:0 0 28px;font-weight:600">${shown}</p>`
}

type Link = Extract<Block, { link: string }>

function legalLinks({ options, settings: { branding } }: Sender, words: Language['letters']['words']): Link[] {
  const links = [
    { link: wholeAddress(options, branding.termsUrl), label: words.terms },
    { link: wholeAddress(options, branding.privacyUrl), label: words.privacy },
  ]
  return links.filter((link): link is Link => link.link !== null)
}

const foot = (links: Link[]): string[] => {
  const list = links.map(
    ({ link, label }) => `<a href="${escapeHtml(link)}" style="margin-inline-end:16px;color:inherit">${escapeHtml(label)}</a>`,
  )
  return list.length === 0
    ? []
    : [`<p style="margin:28px 0 0;font-size:14px;line-height:20px;opacity:.75">${list.join('\n')}</p>`]
}

/** An address as mail needs it; null for a path of an instance that doesn't know its own origin, and for none. */
const wholeAddress = (options: Sender['options'], address: string): string | null => {
  if (!address.startsWith('/')) return address || null
  return appOrigin(options) ? inApp(options, address) : null
}

function asText(block: Block): string {
  if ('heading' in block) return block.heading
  if ('code' in block) return `    ${block.code}`
  if ('link' in block) return `${block.label}:\n${block.link}`
  return 'note' in block ? block.note : block.text
}

const frame = 'border:1px solid #87918b;border-radius:8px'

/** The letters of a code stand apart, with a gap after the last one too; the padding makes up for it. */
const asCode = `margin:0 0 20px;padding:16px 10px 16px 16px;${frame};text-align:center;font:600 32px/40px ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px`
const asButton = 'display:inline-block;padding:11px 17px;border-radius:8px;color:#ffffff;font-weight:600;text-decoration:none'

function asHtml(block: Block, accent: string): string {
  if ('heading' in block) return `<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${escapeHtml(block.heading)}</h1>`
  if ('code' in block) return `<p dir="ltr" style="${asCode}">${escapeHtml(block.code)}</p>`
  if ('link' in block)
    return `<p style="margin:0 0 20px"><a href="${escapeHtml(block.link)}" style="${asButton};background:${accent}">${escapeHtml(block.label)}</a></p>`
  if ('note' in block) return `<p style="margin:0;font-size:14px;line-height:20px;opacity:.75">${escapeHtml(block.note)}</p>`
  return `<p style="margin:0 0 20px">${escapeHtml(block.text)}</p>`
}

/** Sets no colours but the button's: the reader's mail program does, light or dark. Long addresses break where a narrow screen ends. */
const page = ({ lang, dir }: Language['letters'], content: string) => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:440px;margin:0 auto;font:16px/24px system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;overflow-wrap:anywhere">
${content}
</div>
</body>
</html>
`
