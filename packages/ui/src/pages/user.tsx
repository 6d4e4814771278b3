import { mount } from '../app.js'
import { userPage } from '../user/user.js'

mount(userPage)
