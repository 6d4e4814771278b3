/** The page at `/`, in plain HTML. `user` is null for signed-out visitors. */
export const homePage = (user) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Quickstart</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28"> Quickstart</a>
<nav aria-label="Account">
${
  user
    ? '<a href="/user">Profile</a> <form method="post" action="/sign-out"><button>Sign out</button></form>'
    : '<a href="/sign-in">Sign in</a> <a class="primary" href="/sign-up">Sign up</a>'
}
</nav>
</header>
<main>
${user ? greeting(user) : invitation}
<h2>What this app protects</h2>
<ul>
${routes.map(([path, text]) => `<li><a href="${path}"><code>${path}</code></a><span>${text}</span></li>`).join('\n')}
</ul>
<p class="note">Mail goes to <a href="/__frontdesk/inbox">the inbox</a> while you develop. The whole app is <code>examples/quickstart/app.js</code>.</p>
</main>
</body>
</html>
`

const invitation = `<h1>Your app has a front desk</h1>
<p class="lead">People can sign up, sign in and look after their profile. All of it runs in this process, and the data is yours.</p>
<p class="actions"><a class="primary" href="/sign-up">Create an account</a> <a href="/sign-in">Sign in</a></p>`

const greeting = (user) => `<div class="person">
${picture(user)}
<div>
<h1>${escapeHtml(['Hello', nameOf(user)].filter(Boolean).join(', '))}</h1>
<p class="lead">${escapeHtml(emailOf(user))}</p>
</div>
</div>`

const routes = [
  ['/protected', 'for everybody who is signed in'],
  ['/path', 'needs the permission <code>org:admin:testpermission</code>'],
  ['/api/me', 'who you are, as JSON'],
  ['/users', 'all users, from <code>clerkClient</code>'],
]

function picture(user) {
  if (user.hasImage) return `<img class="picture" src="${escapeHtml(user.imageUrl)}" alt="" width="64" height="64">`
  const initials = [user.firstName, user.lastName].map((name) => [...(name ?? '')][0] ?? '').join('')
  return `<span class="picture" aria-hidden="true">${escapeHtml(initials || [...emailOf(user)][0] || '?')}</span>`
}

const nameOf = (user) => [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username

const emailOf = (user) => user.emailAddresses.find(({ id }) => id === user.primaryEmailAddressId)?.emailAddress ?? ''

const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
