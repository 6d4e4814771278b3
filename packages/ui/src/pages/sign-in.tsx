import { mount } from '../front-desk.js'
import { SignIn } from '../sign-in/sign-in.js'

mount(SignIn)
