import { useLayoutEffect, useRef } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { CopyButton } from './copy-button.js'
import './two-step.css'

interface BackupCodesProps {
  codes: string[]
  /** The label of the button that ends it. */
  done: string
  onDone(): void
}

/** New backup codes, which nobody is shown again: to copy, or to keep as a file. */
export function BackupCodes({ codes, done, onDone }: BackupCodesProps) {
  const { settings } = useFrontDesk()
  const words = useWords()
  const { backupCodePage } = words.userProfile
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => box.current!.focus(), [])

  const download = () => {
    const url = URL.createObjectURL(new Blob([`${settings.applicationName}\n\n${codes.join('\n')}\n`], { type: 'text/plain' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: 'backup-codes.txt' })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <div class="backup-codes" ref={box} tabIndex={-1}>
      <p>{backupCodePage.successSubtitle}</p>
      <ul class="codes" aria-label={backupCodePage.title__codelist}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="form-actions">
        <button type="button" class="button small primary" onClick={onDone}>
          {done}
        </button>
        <CopyButton text={codes.join('\n')} label={backupCodePage.actionLabel__copy} />
        <button type="button" class="button small quiet" onClick={download}>
          {backupCodePage.actionLabel__download}
        </button>
      </div>
    </div>
  )
}
