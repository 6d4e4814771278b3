import { mount } from '../app.js'
import { Loading } from '../components/waiting.js'
import { NotMe } from '../not-me/not-me.js'

mount({ Page: NotMe, Frame: Loading })
