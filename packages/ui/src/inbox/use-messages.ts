import type { InboxMessage } from '@frontdesk/contract'
import { useEffect, useState } from 'preact/hooks'
import { announce } from '../components/announce.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

const address = '/__frontdesk/inbox/messages'
const pollMilliseconds = 2_000

/** The captured messages, newest first; undefined until they are loaded. Polls while the page is visible. */
export function useMessages() {
  const [messages, setMessages] = useState<InboxMessage[]>()
  const [isLost, setLost] = useState(false)
  const words = useWords()

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let newest: string | undefined
    const poll = async () => {
      clearTimeout(timer)
      if (document.visibilityState === 'hidden') return
      const found = await fetchMessages()
      setLost(!found)
      if (found) setMessages(found)
      const first = found?.[0]
      if (first && newest !== undefined && first.id !== newest)
        announce(fill(words.inbox.arrived, { address: first.to, subject: first.subject }))
      newest = first?.id ?? ''
      timer = setTimeout(poll, pollMilliseconds)
    }
    poll()
    document.addEventListener('visibilitychange', poll)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', poll)
    }
  }, [])

  /** Resolves with whether they are gone. */
  const deleteAll = async (): Promise<boolean> => {
    const response = await fetch(address, { method: 'DELETE' }).catch(() => undefined)
    if (response?.ok) setMessages([])
    else setLost(true)
    return response?.ok === true
  }
  return { messages, isLost, deleteAll }
}

async function fetchMessages(): Promise<InboxMessage[] | undefined> {
  const response = await fetch(address).catch(() => undefined)
  if (!response?.ok) return undefined
  const { data }: { data: InboxMessage[] } = await response.json()
  return data.sort((a, b) => b.created_at - a.created_at)
}
