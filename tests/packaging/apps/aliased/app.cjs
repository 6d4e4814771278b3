const { visit } = require('./visit.cjs')

void visit({
  express: require('express'),
  sdk: require('@clerk/express'),
  backend: require('@clerk/backend'),
  errors: require('@clerk/backend/errors'),
  jwt: require('@clerk/backend/jwt'),
  older: require('@clerk/clerk-sdk-node'),
  webhooks: require('@clerk/express/webhooks'),
  plugin: require('depends-on-clerk'),
  embedding: require('frontdesk/express'),
})
