/** Which functions of a package a file calls, under the names that it gave them, by the patterns of `source.ts`. */
import { type Call, callsIn } from './source.js'

export interface ImportedCall extends Call {
  /** The name that the package has for it; `default` for its default export. */
  name: string
  /** The package with its subpath, as the file names it. */
  from: string
}

/** Names of the file's own and the package's, as pairs, and names for the whole package. */
interface Bindings {
  names: Array<[local: string, exported: string]>
  spaces: string[]
}

const loaded = (specifier: string) =>
  `(?:__import(?:Star|Default)\\(|__toESM\\(|_interopRequire\\w+\\()?\\s*(?:await\\s+)?(?:require|import)\\s*\\(\\s*['"]${specifier}['"]\\s*\\)`

/** All calls of what a package exports, in the order of its names. */
export function importedCalls(code: string, packages: RegExp): ImportedCall[] {
  const specifiers = [...code.matchAll(/['"](@?[\w-]+(?:\/[\w.-]+)*)['"]/g)].map(([, specifier]) => specifier!) // the group is always there
  return [...new Set(specifiers)]
    .filter((specifier) => packages.test(specifier))
    .flatMap((from) => callsFrom(code, from).map((call) => ({ ...call, from })))
}

function callsFrom(code: string, from: string): Array<Call & { name: string }> {
  const specifier = from.replace(/[.]/g, '\\.')
  const { names, spaces } = bindingsOf(code, specifier)
  const called = (pattern: string, name: string) => callsIn(code, pattern).map((call) => ({ ...call, name }))
  const members = [...spaces.map((space) => `${space}\\s*\\.\\s*`), `${loaded(specifier)}\\s*\\)?\\s*\\.\\s*`]
  const ofMembers = members.flatMap((member) =>
    [...code.matchAll(new RegExp(`(?<![\\w$.])${member}([\\w$]+)\\s*\\(`, 'g'))].flatMap(([, name]) =>
      called(`${member}${name}`, name!),
    ),
  )
  const all = [...names.flatMap(([local, name]) => called(local.replaceAll('$', '\\$'), name)), ...ofMembers]
  return all.filter(({ at, name }, index) => all.findIndex((other) => other.at === at && other.name === name) === index)
}

function bindingsOf(code: string, specifier: string): Bindings {
  const found: Bindings = { names: [], spaces: [] }
  const imports = new RegExp(
    `\\bimport\\s+(?!type\\b)(?:([\\w$]+)\\s*,?\\s*)?(?:\\*\\s*as\\s+([\\w$]+)|\\{([^}]*)\\})?\\s*from\\s*['"]${specifier}['"]`,
    'g',
  )
  for (const [, whole, space, braces] of code.matchAll(imports)) {
    if (whole) found.names.push([whole, 'default'])
    if (space) found.spaces.push(space)
    found.names.push(...pairsIn(braces))
  }
  for (const [, braces, space] of code.matchAll(
    new RegExp(`\\b(?:const|let|var)\\s+(?:\\{([^}]*)\\}|([\\w$]+))\\s*=\\s*${loaded(specifier)}`, 'g'),
  )) {
    if (space) found.spaces.push(space)
    found.names.push(...pairsIn(braces))
  }
  for (const space of found.spaces) {
    for (const [, braces] of code.matchAll(
      new RegExp(`\\b(?:const|let|var)\\s+\\{([^}]*)\\}\\s*=\\s*${space}\\b(?!\\s*[.(])`, 'g'),
    ))
      found.names.push(...pairsIn(braces))
    // A compiler's calls have been made plain names again, by `readCode`.
    if (/^(_|import_)|_\d+$/.test(space)) found.names.push(...plainCalls(code))
  }
  return found
}

/** Each name that is called by itself and not made in the file, as what a compiler may have taken from a package. */
function plainCalls(code: string): Bindings['names'] {
  const names = new Set([...code.matchAll(/(?<![\w$.]|function )([A-Za-z_$][\w$]*)\s*\(/g)].map(([, name]) => name!))
  const isMade = (name: string) => new RegExp(`\\b(function|const|let|var|class)\\s+${name.replaceAll('$', '\\$')}\\b`).test(code)
  return [...names].filter((name) => !isMade(name)).map((name) => [name, name])
}

/** `a, b as c` of an import, and `a, b: c` of a `require()`. */
function pairsIn(braces = ''): Bindings['names'] {
  return braces.split(',').flatMap((part): Bindings['names'] => {
    const [, exported, local = exported] = /^\s*(?!type\b)([\w$]+)\s*(?:(?:\bas\b|:)\s*([\w$]+))?/.exec(part) ?? []
    return exported && local ? [[local, exported]] : []
  })
}
