import { mount } from '../app.js'
import { signUpPage } from '../sign-up/sign-up.js'

mount(signUpPage)
