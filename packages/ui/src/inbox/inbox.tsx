import type { InboxMessage } from '@frontdesk/contract'
import { useEffect, useRef } from 'preact/hooks'
import { notify } from '../components/announce.js'
import { Brand } from '../components/brand.js'
import { Alert } from '../components/form.js'
import { timeAgo } from '../components/time-ago.js'
import { useMessages } from './use-messages.js'
import './inbox.css'

/** The development inbox: shows every message that the application would have sent. */
export function Inbox({ applicationName }: { applicationName: string }) {
  const { messages, isLost, deleteAll } = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `Inbox · ${applicationName}`
  }, [])

  const empty = async () => {
    await deleteAll()
    heading.current!.focus()
    notify('All messages are deleted.')
  }

  return (
    <main class="inbox">
      <Brand name={applicationName} />
      <div class="inbox-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            Inbox
          </h1>
          <p>Everything this app has mailed while in development, newest first.</p>
        </div>
        {messages && messages.length > 0 && (
          <button type="button" class="button small" onClick={empty}>
            Delete all
          </button>
        )}
      </div>
      <Alert text={isLost ? 'The server does not answer. Trying again every two seconds.' : undefined} />
      {messages?.length === 0 && <p class="inbox-empty">No messages yet. Sign up or sign in, and the code appears here.</p>}
      <ul class="messages">
        {messages?.map((message) => (
          <MessageCard key={message.id} message={message} />
        ))}
      </ul>
    </main>
  )
}

function MessageCard({ message }: { message: InboxMessage }) {
  const { code } = message
  return (
    <li class="message">
      <div class="message-head">
        <h2>{message.subject}</h2>
        <time dateTime={new Date(message.created_at).toISOString()}>{timeAgo(message.created_at, Date.now())}</time>
      </div>
      <p class="message-to">To {message.to}</p>
      {code && (
        <div class="message-code">
          <code>{code}</code>
          <button type="button" class="button small" onClick={() => copy(code)}>
            Copy<span class="sr-only"> code {code}</span>
          </button>
        </div>
      )}
      <details open={!code}>
        <summary>Message</summary>
        <p class="message-text">{withLinks(message.text)}</p>
      </details>
    </li>
  )
}

/** Turns URLs in the text into links, as mail programs do. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 0 ? part : <a href={part}>{part}</a>))
}

/** Browsers offer the clipboard on localhost and https only. */
async function copy(code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code)
    notify(`${code} is copied.`)
  } catch {
    notify('This browser does not allow copying here. Select the code and copy it yourself.')
  }
}
