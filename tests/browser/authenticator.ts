/** A place for passkeys in a browser, as a phone or a laptop has one. */
import type { Visitor } from './visitors.js'

export interface Authenticator {
  /** Whether the person says yes to what the browser asks. */
  agrees(isTrue: boolean): Promise<void>
}

/** Gives the visitor's browser a place for passkeys, whose owner agrees. */
export async function addAuthenticator(visitor: Visitor): Promise<Authenticator> {
  const cdp = await visitor.context.newCDPSession(visitor.page)
  await visitor.page.addInitScript("Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })") // else clerk-js offers none
  await cdp.send('WebAuthn.enable')
  const kind = { protocol: 'ctap2', transport: 'internal' } as const
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...kind, hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  })
  const agrees: Authenticator['agrees'] = async (enabled) =>
    void (await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }))
  await agrees(true)
  return { agrees }
}
