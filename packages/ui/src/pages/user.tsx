import { mount } from '../front-desk.js'
import { userPage } from '../user/user.js'

mount(userPage)
