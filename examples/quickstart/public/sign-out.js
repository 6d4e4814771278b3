// The Frontend API takes other methods as `_method`, so that no request needs a preflight.
document.getElementById('sign-out').addEventListener('click', async () => {
  const response = await fetch('/__clerk/v1/client/sessions?_method=DELETE', { method: 'POST' })
  await response.json() // the whole answer, before the page goes
  location.reload()
})
