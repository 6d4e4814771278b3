import { mount } from '../front-desk.js'
import { UserProfile } from '../user/user.js'

mount(UserProfile)
