import { mount } from '../app.js'
import { signInPage } from '../sign-in/sign-in.js'

mount(signInPage)
