import { Show, SignIn, SignOutButton, UserButton } from '@clerk/react'
import { useEffect, useState } from 'react'

export function App() {
  return (
    <main>
      <Show when="signed-out">
        <SignIn routing="hash" withSignUp />
      </Show>
      <Show when="signed-in">
        <UserButton />
        <Me />
        <SignOutButton />
      </Show>
    </main>
  )
}

/** Page and API have one origin, so the session's cookie goes along. */
function Me() {
  const [me, setMe] = useState()
  useEffect(() => {
    fetch('/api/me')
      .then((answer) => answer.json())
      .then(setMe)
  }, [])
  return me && <p>The API knows you as {me.userId}.</p>
}
