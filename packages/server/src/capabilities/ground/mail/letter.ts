/** Mail as a list of blocks, of which both its plain text and its HTML are made: without pictures, without tracking. */
import { escapeHtml } from '../../../basics/escape-html.js'
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

export const renderLetter = (
  app: string,
  language: Pick<Language, 'lang' | 'dir'>,
  { subject, blocks }: Letter,
): { subject: string; text: string; html: string } => ({
  subject,
  text: `${[...blocks.map(asText), app].join('\n\n')}\n`,
  html: page(language, [`<p style="margin:0 0 28px;font-weight:600">${escapeHtml(app)}</p>`, ...blocks.map(asHtml)].join('\n')),
})

function asText(block: Block): string {
  if ('heading' in block) return block.heading
  if ('code' in block) return `    ${block.code}`
  if ('link' in block) return `${block.label}:\n${block.link}`
  return 'note' in block ? block.note : block.text
}

const frame = 'border:1px solid #87918b;border-radius:8px'

/** The letters of a code stand apart, with a gap after the last one too; the padding makes up for it. */
const asCode = `margin:0 0 20px;padding:16px 10px 16px 16px;${frame};text-align:center;font:600 32px/40px ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px`
const asButton = `display:inline-block;padding:10px 16px;${frame};color:inherit;font-weight:600;text-decoration:none`

function asHtml(block: Block): string {
  if ('heading' in block) return `<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${escapeHtml(block.heading)}</h1>`
  if ('code' in block) return `<p dir="ltr" style="${asCode}">${escapeHtml(block.code)}</p>`
  if ('link' in block)
    return `<p style="margin:0 0 20px"><a href="${escapeHtml(block.link)}" style="${asButton}">${escapeHtml(block.label)}</a></p>`
  if ('note' in block) return `<p style="margin:0;font-size:14px;line-height:20px;opacity:.75">${escapeHtml(block.note)}</p>`
  return `<p style="margin:0 0 20px">${escapeHtml(block.text)}</p>`
}

/** Sets no colours: the reader's mail program does, light or dark. Long addresses break where a narrow screen ends. */
const page = ({ lang, dir }: Pick<Language, 'lang' | 'dir'>, content: string) => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:440px;margin:0 auto;font:16px/24px system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;overflow-wrap:anywhere">
${content}
</div>
</body>
</html>
`
