import { mount } from '../app.js'
import { waitlistPage } from '../waitlist/waitlist.js'

mount(waitlistPage)
