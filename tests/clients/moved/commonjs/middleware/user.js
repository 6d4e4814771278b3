const { clerkClient } = require('@clerk/clerk-sdk-node')

exports.requireUser = async (req, _res, next) => {
  try {
    req.user = await clerkClient.users.getUser(req.auth.userId)
    next()
  } catch (error) {
    next(error)
  }
}
