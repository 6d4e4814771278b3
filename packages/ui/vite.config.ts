import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { defaultClientConditions, defineConfig, type Plugin, type Rolldown } from 'vite'
import { licencesOf } from '../../tools/licences.mjs'

/** What draws the pages on the server: CommonJS, which Jest can load, in one file without dependencies. */
const buildDrawing = () =>
  build({
    entryPoints: [fileURLToPath(new URL('src/drawing.tsx', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'empty' },
    conditions: ['frontdesk-source'],
    minify: true,
    lineLimit: 160, // Node prints the line that an error came from
    legalComments: 'none', // they are all in one file
  })

const drawingAndLicences: Plugin = {
  name: 'drawing-and-licences',
  async generateBundle(_, bundle) {
    const { metafile, outputFiles } = await buildDrawing()
    this.emitFile({ type: 'asset', fileName: 'drawing.cjs', source: outputFiles[0]!.text })
    const ofPages = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []))
    const files = [...ofPages, ...Object.keys(metafile.inputs)]
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: licencesOf(files) })
  },
}

/** What at least two pages need from the start. What only parts need that are fetched later stays out of it, and with them. */
function sharedByPages(module: string, context: { getModuleInfo(module: string): Rolldown.ModuleInfo | null }): string | null {
  const pages = new Set<string>()
  const seen = new Set<string>()
  const climb = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    const info = context.getModuleInfo(id)
    if (info?.isEntry) pages.add(id)
    for (const importer of info?.importers ?? []) climb(importer)
  }
  climb(module)
  return pages.size > 1 ? 'shared' : null
}

/** Each page is an entry; the server reads `.vite/manifest.json` and writes the HTML around the hashed files. */
export default defineConfig({
  base: '/__clerk/ui/',
  publicDir: false,
  plugins: [drawingAndLicences],
  resolve: { conditions: ['frontdesk-source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0, // the pages' CSP allows data: for pictures only
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['sign-in', 'sign-up', 'user', 'waitlist', 'email-link', 'not-me', 'inbox'].map((page) => `src/pages/${page}.tsx`),
      output: { codeSplitting: { groups: [{ name: sharedByPages, debugName: 'shared' }] } }, // one shared file: fewer requests
    },
  },
})
