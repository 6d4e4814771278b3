import { mount } from '../front-desk.js'
import { SignUp } from '../sign-up/sign-up.js'

mount(SignUp)
