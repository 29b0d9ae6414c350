import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const projectRoot = dirname(fileURLToPath(import.meta.url))
const webRoot = join(projectRoot, 'src', 'web')

/** Every page file of the web room is an entry of its own, so that a seller never loads the reviewers' rooms. */
const pages = readdirSync(webRoot, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  .map((path) => join(webRoot, path))

export default defineConfig({
  root: webRoot,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: join(projectRoot, 'dist', 'web'),
    emptyOutDir: true,
    target: ['chrome110', 'firefox115', 'safari16'],
    // Nothing is inlined as data: the content security policy allows the server's own files only.
    assetsInlineLimit: 0,
    rollupOptions: { input: pages },
  },
})
