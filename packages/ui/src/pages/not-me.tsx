import { mount } from '../front-desk.js'
import { NotMe } from '../not-me/not-me.js'

mount(NotMe)
