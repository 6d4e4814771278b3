/** What a package exports: the values as Node loads them, and the types as TypeScript reads them. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The kind of every value of a module; of an object also its members, of a class also its static ones. */
export function kindsOf(folder: string, specifier: string, how: 'import' | 'require'): Record<string, string> {
  const program = `
    const kindOf = (value) => typeof value !== 'function' ? typeof value : /^class\\b/.test(value) ? 'class' : 'function'
    const loaded = ${how === 'import' ? 'await import' : 'require'}(${JSON.stringify(specifier)})
    const kinds = Object.entries(loaded).flatMap(([name, value]) => [
      [name, kindOf(value)],
      ...(/^[A-Z]/.test(name) && typeof value === 'object' ? Object.keys(value).map((member) => [name + '.' + member, 'member']) : []),
    ])
    console.log(JSON.stringify(Object.fromEntries(kinds.filter(([name]) => name !== 'default'))))`
  const type = how === 'import' ? 'module' : 'commonjs'
  const printed = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', program], { cwd: folder, encoding: 'utf8' })
  return JSON.parse(printed)
}

/** The names of all types that an entry exports. By TypeScript 5: version 7 has no such API. */
export function typesOf(folder: string, specifier: string): string[] {
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] }
  const host = ts.createCompilerHost(options)
  const app = `${folder.replace(/\/$/, '')}/app.mts`
  const { resolvedModule } = ts.resolveModuleName(specifier, app, options, host, undefined, undefined, ts.ModuleKind.ESNext)
  if (!resolvedModule) throw new Error(`${specifier} has no types in ${folder}.`)
  const program = ts.createProgram([resolvedModule.resolvedFileName], options, host)
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(resolvedModule.resolvedFileName)!)
  return checker.getExportsOfModule(module!).flatMap((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    return target.flags & ts.SymbolFlags.Type ? [symbol.name] : []
  })
}

export const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
