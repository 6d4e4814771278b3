import { mount } from '../app.js'
import { Loading } from '../components/waiting.js'
import { EmailLink } from '../email-link/email-link.js'

mount({ Page: EmailLink, Frame: Loading })
