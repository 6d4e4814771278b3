module.exports = require('./load.cjs')('index', () => require('node:module').createRequire(__filename))
