// The Frontend API takes other methods as `_method`, so that no request needs a preflight.
document.getElementById('sign-out').addEventListener('click', async () => {
  await fetch('/__clerk/v1/client/sessions?_method=DELETE', { method: 'POST' })
  location.reload()
})
