import type { InboxMessage, PageSettings, Words } from '@frontdesk/contract'
import { useEffect, useRef } from 'preact/hooks'
import { Brand } from '../components/brand.js'
import { Alert } from '../components/form.js'
import { Notice } from '../components/notice.js'
import { notify } from '../components/notify.js'
import { ShortLabel } from '../components/short-label.js'
import { timeAgo } from '../components/time-ago.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { useMessages } from './use-messages.js'
import './inbox.css'

/** The development inbox: shows every message that the application would have sent. */
export function Inbox({ settings }: { settings: PageSettings }) {
  const words = useWords()
  const { messages, isLost, deleteAll } = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `${words.inbox.title} · ${settings.applicationName}`
  }, [])

  const empty = async () => {
    if (!(await deleteAll())) return
    heading.current!.focus()
    notify(words.inbox.deleted)
  }

  return (
    <main class="inbox">
      <Brand settings={settings} />
      <div class="inbox-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {words.inbox.title}
          </h1>
          <p>{words.inbox.subtitle}</p>
        </div>
        {messages && messages.length > 0 && (
          <button type="button" class="button small" onClick={empty}>
            {words.inbox.deleteAll}
          </button>
        )}
      </div>
      <Alert text={isLost ? words.inbox.lost : undefined} />
      {messages?.length === 0 && <p class="inbox-empty">{words.inbox.empty}</p>}
      <ul class="messages">
        {messages?.map((message) => (
          <MessageCard key={message.id} message={message} />
        ))}
      </ul>
      <Notice />
    </main>
  )
}

function MessageCard({ message }: { message: InboxMessage }) {
  const { code } = message
  const words = useWords()
  return (
    <li class="message">
      <div class="message-head">
        <h2>
          <bdi>{message.subject}</bdi>
        </h2>
        <time dateTime={new Date(message.created_at).toISOString()}>{timeAgo(words.locale, message.created_at, Date.now())}</time>
      </div>
      <p class="message-to">
        {fill(message.channel === 'text' ? words.inbox.recipient__text : words.inbox.recipient, { address: message.to })}
      </p>
      {code && (
        <div class="message-code">
          <code dir="ltr">{code}</code>
          <button type="button" class="button small" onClick={() => copy(code, words)}>
            <ShortLabel shown={words.inbox.copy} spoken={fill(words.inbox.copy_label, { code })} />
          </button>
        </div>
      )}
      <details open={!code}>
        <summary>{words.inbox.message}</summary>
        <p class="message-text" dir="auto">
          {withLinks(message.text)}
        </p>
      </details>
    </li>
  )
}

/** Turns URLs in the text into links, as mail programs do. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 0 ? part : <a href={part}>{part}</a>))
}

/** Browsers offer the clipboard on localhost and https only. */
async function copy(code: string, words: Words): Promise<void> {
  try {
    await navigator.clipboard.writeText(code)
    notify(fill(words.inbox.copied, { code }))
  } catch {
    notify(words.inbox.notCopied)
  }
}
