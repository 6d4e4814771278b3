/**
 * Loads the server, which is built once, for `import` and `require()` alike: an app that uses both has one of it. Bundlers don't see
 * this `require`, so they leave the server where its pages and its native modules are, or the app is told to.
 */
module.exports = function load(name, requireFromHere) {
  let ownRequire
  let file
  try {
    ownRequire = requireFromHere()
    file = ownRequire.resolve(`../dist/server/${name}.cjs`)
  } catch {
    throw new Error(
      'frontdesk was taken into a bundle, where it has neither its pages nor its native modules. Keep frontdesk external: ' +
        'for esbuild --external:frontdesk, for webpack externals: { "frontdesk/express": "commonjs frontdesk/express" }. ' +
        'It then has to be installed where the bundle runs.',
    )
  }
  return ownRequire(file)
}
