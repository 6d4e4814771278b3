// A package of somebody else's that depends on @clerk/backend, as plug-ins do.
const { createClerkClient } = require('@clerk/backend')

exports.countUsers = (secretKey) => createClerkClient({ secretKey }).users.getCount()
