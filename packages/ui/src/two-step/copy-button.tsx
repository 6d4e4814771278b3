import { useEffect, useState } from 'preact/hooks'
import { announce } from '../components/announce.js'
import { useWords } from '../words/use-words.js'

/** Copies a text; absent where the browser lets pages copy nothing, as without https. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useWords()
  const [isCopied, setCopied] = useState(false)
  const [canCopy, setCanCopy] = useState(false)
  useEffect(() => setCanCopy(navigator.clipboard !== undefined), []) // the server, which draws pages, has none

  const copied = words.userProfile.backupCodePage.actionLabel__copied
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    announce(copied)
  }
  if (!canCopy) return null
  return (
    <button type="button" class="button small quiet" onClick={copy}>
      {isCopied ? copied : label}
    </button>
  )
}
