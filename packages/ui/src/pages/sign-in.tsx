import { mount } from '../front-desk.js'
import { signInPage } from '../sign-in/sign-in.js'

mount(signInPage)
