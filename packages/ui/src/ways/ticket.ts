/** A ticket in the page's address, as invitations and sign-in tokens bring it: it is redeemed at once, and leaves the address. */
import { leave } from '../navigation/leave.js'
import type { Attend } from './way.js'

const names = ['__clerk_ticket', '__clerk_status']

export const redeemTicket: Attend = async (begin) => {
  const address = new URL(location.href)
  const [ticket, status] = names.map((name) => address.searchParams.get(name))
  for (const name of names) address.searchParams.delete(name)
  history.replaceState(history.state, '', address)
  if (status === 'complete') return leave(begin.destination) // they are signed in here already
  const fields = { strategy: 'ticket', ticket: ticket! } // it is due where there is one
  if (begin.of === 'sign-in') return begin.answer(begin.page.api.signIns.createSignIn(fields))
  return begin.answer(begin.page.api.signUps.createSignUp(fields))
}
