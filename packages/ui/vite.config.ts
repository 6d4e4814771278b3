import { defaultClientConditions, defineConfig, type Plugin } from 'vite'
import { licencesOf } from '../../tools/licences.mjs'

const licences: Plugin = {
  name: 'licences',
  generateBundle(_, bundle) {
    const files = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []))
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: licencesOf(files) })
  },
}

/** Each page is an entry; the server reads `.vite/manifest.json` and writes the HTML around the hashed files. */
export default defineConfig({
  base: '/__clerk/ui/',
  publicDir: false,
  plugins: [licences],
  resolve: { conditions: ['frontdesk-source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0, // the pages' CSP allows data: for pictures only
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['sign-in', 'sign-up', 'user', 'not-me', 'inbox'].map((page) => `src/pages/${page}.tsx`),
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } }, // one shared file: fewer requests
    },
  },
})
