import type { User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { notify } from '../components/announce.js'
import { Avatar } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'

const largestBytes = 10 * 1024 * 1024

export function Picture({ user }: { user: User }) {
  const { api } = useFrontDesk()
  const { busy, problem, perform } = useAction()
  const input = useRef<HTMLInputElement>(null)

  const upload = async (file: File) => {
    if (file.size > largestBytes) throw refusal('This picture is larger than 10 MB. Choose a smaller one.')
    if (!file.type.startsWith('image/')) throw refusal('This file is not a picture. Choose a JPEG, PNG, WebP or GIF file.')
    await api.me.setProfileImage({ file })
    notify('Your picture is changed.')
  }
  const remove = async () => {
    await api.me.deleteProfileImage()
    notify('Your picture is removed.')
    input.current!.focus()
  }

  return (
    <div>
      <div class="picture">
        <Avatar user={user} large />
        <div>
          <div class="picture-actions">
            <label class="button small file">
              {user.has_image ? 'Replace picture' : 'Upload picture'}
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
                Remove picture
              </button>
            )}
          </div>
          <p id="picture-note" class="note">
            JPEG, PNG, WebP or GIF, up to 10 MB
          </p>
        </div>
      </div>
      <Alert text={problem} />
    </div>
  )
}

function refusal(message: string): RequestFailure {
  return new RequestFailure(0, [{ code: 'refused_here', message }])
}
