import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = join(import.meta.dirname, 'src/web')

/** Every page of `src/web/*.html` is one entry: its name is the first part of the addresses that it answers. */
const pages = readdirSync(root).filter((name) => name.endsWith('.html'))

/** The address prefix of each page; the server answers everything below it with that page (see http/pages). */
const pageOf: [prefix: string, page: string][] = [
  ['/s', 'seller.html'],
  ['/desk', 'desk.html'],
  ['/kit', 'kit.html'],
]

/** In development Vite answers `/s/case` with `seller.html`, as the server does with the built pages. */
const servePages = (): Plugin => ({
  name: 'countersign-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = (request.url ?? '').replace(/[?#].*$/, '')
      const wanted = pageOf.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))
      if (wanted && !path.includes('/api/') && !/\.[a-z0-9]+$/.test(path)) request.url = `/${wanted[1]}`
      next()
    })
  },
})

/** Node wants `with { type: 'json' }`; in development Vite hands JSON on as JavaScript, which such an import refuses. */
const plainJsonImports = (): Plugin => ({
  name: 'countersign-json-imports',
  apply: 'serve',
  enforce: 'pre',
  transform: (code, id) =>
    /\/src\/locales\/(catalogue|\w+\/words)\.ts$/.test(id)
      ? code.replaceAll(", { with: { type: 'json' } }", '')
      : undefined,
})

export default defineConfig({
  root,
  publicDir: false,
  plugins: [react(), tailwindcss(), servePages(), plainJsonImports()],
  // The oldest browsers that a program lets in; Safari only has to show why it is not let in.
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: ['chrome110', 'firefox115', 'safari16'],
    cssTarget: ['chrome110', 'firefox115', 'safari16'],
    // Fonts and pictures stay files, so that the content security policy needs no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(pages.map((page) => [page.replace('.html', ''), join(root, page)])) },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/s/api', '/desk/api', '/api/auth', '/v1', '/help', '/check', '/docs', '/openapi.json'].map((path) => [
        path,
        process.env.API_URL ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
})
