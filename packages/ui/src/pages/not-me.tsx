import { Loading } from '../components/waiting.js'
import { mount } from '../front-desk.js'
import { NotMe } from '../not-me/not-me.js'

mount({ Page: NotMe, Frame: Loading })
