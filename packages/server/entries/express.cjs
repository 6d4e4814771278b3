module.exports = require('./load.cjs')('express', () => require('node:module').createRequire(__filename))
