import { clients } from './clients.js'
import { devBrowser } from './dev-browser.js'
import { environment } from './environment.js'
import { formerSessions } from './former-sessions.js'
import { me } from './me.js'
import { phoneNumbers } from './phone-numbers.js'
import { sessions } from './sessions.js'
import { signIns } from './sign-ins.js'
import { signUps } from './sign-ups.js'
import { waitlist } from './waitlist.js'
import { web3Wallets } from './web3-wallets.js'

export const frontendApi = {
  environment,
  clients,
  signIns,
  signUps,
  sessions,
  formerSessions,
  me,
  phoneNumbers,
  web3Wallets,
  waitlist,
  devBrowser,
}
