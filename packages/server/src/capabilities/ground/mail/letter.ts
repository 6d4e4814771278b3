import { escapeHtml } from '../../../basics/escape-html.js'

/** Our mail is plain text with a simple HTML twin: no pictures, no tracking. Both are made from the same blocks. */
export interface Letter {
  heading: string
  blocks: Block[]
}

export type Block =
  | { text: string }
  /** Shown large, to be read and typed. */
  | { code: string }
  /** The one thing to press. */
  | { link: string; label: string }
  /** Smaller, at the end. */
  | { note: string }

export function renderLetter(app: string, { heading, blocks }: Letter): { text: string; html: string } {
  return {
    text: `${[heading, ...blocks.map(asText), app].join('\n\n')}\n`,
    html: page(
      app,
      [`<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${heading}</h1>`, ...blocks.map(asHtml)].join('\n'),
    ),
  }
}

function asText(block: Block): string {
  if ('code' in block) return `    ${block.code}`
  if ('link' in block) return `${block.label}:\n${block.link}`
  return 'note' in block ? block.note : block.text
}

function asHtml(block: Block): string {
  if ('code' in block)
    return `<p style="margin:0 0 20px;padding:16px;border:1px solid #87918b;border-radius:8px;text-align:center;font:600 32px/40px ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px">${block.code}</p>`
  if ('link' in block)
    return `<p style="margin:0 0 20px"><a href="${escapeHtml(block.link)}" style="display:inline-block;padding:10px 16px;border:1px solid #87918b;border-radius:8px;color:inherit;font-weight:600;text-decoration:none">${escapeHtml(block.label)}</a></p>`
  if ('note' in block) return `<p style="margin:0;font-size:14px;line-height:20px;opacity:.75">${escapeHtml(block.note)}</p>`
  return `<p style="margin:0 0 20px">${escapeHtml(block.text)}</p>`
}

/** Sets no colours: the reader's mail program does, light or dark. */
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
