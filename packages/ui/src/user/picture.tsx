import type { User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { ownFailure, passOverGone } from '../client/failure.js'
import { Avatar } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { notify } from '../components/notify.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'

const largestBytes = 10 * 1024 * 1024

export function Picture({ user }: { user: User }) {
  const { api } = useFrontDesk()
  const { profilePage } = useWords().userProfile
  const { busy, problem, perform } = useAction()
  const input = useRef<HTMLInputElement>(null)

  const upload = async (file: File) => {
    if (file.size > largestBytes) throw ownFailure(0, 'avatar_file_size_exceeded')
    if (!file.type.startsWith('image/')) throw ownFailure(0, 'avatar_file_type_invalid')
    await api.me.setProfileImage({ file })
    notify(profilePage.successMessage__imageChanged)
  }
  const remove = async () => {
    await api.me.deleteProfileImage().catch(passOverGone)
    notify(profilePage.successMessage__imageRemoved)
    input.current!.focus()
  }

  return (
    <div>
      <div class="picture">
        <Avatar user={user} large />
        <div>
          <div class="picture-actions">
            <label class="button small file">
              {user.has_image ? profilePage.imageFormSubtitle__replace : profilePage.imageFormSubtitle}
              <input
                ref={input}
                type="file"
                class="sr-only"
                accept="image/jpeg,image/png,image/webp,image/gif"
                aria-describedby="picture-note"
                disabled={busy}
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0]
                  event.currentTarget.value = '' // so that choosing the same file again is a change
                  if (file) perform(() => upload(file))
                }}
              />
            </label>
            {user.has_image && (
              <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(remove)}>
                {profilePage.imageFormDestructiveActionSubtitle}
              </button>
            )}
          </div>
          <p id="picture-note" class="note">
            {profilePage.fileDropAreaHint}
          </p>
        </div>
      </div>
      <Alert text={problem} />
    </div>
  )
}
