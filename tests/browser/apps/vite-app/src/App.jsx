import { SignedIn, SignedOut, SignIn, SignOutButton, SignUp, useAuth, useUser } from '@clerk/clerk-react'
import React from 'react'

export function App() {
  if (window.location.pathname.startsWith('/sign-up')) return <SignUp routing="path" path="/sign-up" signInUrl="/" />
  return (
    <main>
      <SignedOut>
        <SignIn routing="hash" signUpUrl="/sign-up" />
      </SignedOut>
      <SignedIn>
        <Notes />
        <SignOutButton />
      </SignedIn>
    </main>
  )
}

function Notes() {
  const { getToken } = useAuth()
  const { user } = useUser()
  const [notes, setNotes] = React.useState([])

  const call = React.useCallback(
    async (init = {}) => {
      const headers = { Authorization: `Bearer ${await getToken()}`, 'Content-Type': 'application/json' }
      const answer = await fetch(`${import.meta.env.VITE_API_URL}/api/notes`, { ...init, headers })
      setNotes(await answer.json())
    },
    [getToken],
  )
  React.useEffect(() => void call(), [call])

  return (
    <section>
      <h1>Notes of {user.primaryEmailAddress.emailAddress}</h1>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <button type="button" onClick={() => call({ method: 'POST', body: JSON.stringify({ text: `Note ${notes.length + 1}` }) })}>
        Add
      </button>
    </section>
  )
}
