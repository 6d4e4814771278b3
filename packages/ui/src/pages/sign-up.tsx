import { mount } from '../front-desk.js'
import { signUpPage } from '../sign-up/sign-up.js'

mount(signUpPage)
