import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Hono } from 'hono'
import type { Env } from './doors.ts'
import { notFound } from './problem.ts'

/**
 * The built pages. Files under `assets/` carry a hash in their name and never change; every page's own HTML is asked for
 * again each time. Unknown addresses below a room answer with the room, whose router knows what to say.
 */
const rooms: Record<string, string> = { s: 'seller.html', desk: 'desk.html' }

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
}

/** No third party, no inline script; camera and microphone for ourselves only. */
const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

export const pageRoutes = (hono: Hono<Env>, webRoot: string, { demo }: { demo: boolean }): void => {
  const root = path.resolve(webRoot)
  hono.get('/assets/*', async (c) => {
    const file = await readUnder(root, c.req.path)
    if (!file) return notFound(c)
    return c.body(new Uint8Array(file), 200, {
      'content-type': types[path.extname(c.req.path)] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
  })
  // Without a demo most who come by no address are sellers, and that room tells them how they get in.
  hono.get('/', (c) => c.redirect(demo ? '/demo' : '/s'))
  for (const [room, page] of Object.entries(rooms))
    for (const pattern of [`/${room}`, `/${room}/*`])
      hono.get(pattern, async (c) => {
        const html = await readUnder(root, page)
        if (!html) return c.text('This page is not built. Run: npm run build', 503)
        return c.body(new Uint8Array(html), 200, {
          ...pageHeaders,
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-cache',
        })
      })
}

/** Null for whatever is no file below the root, also for a name that cannot be decoded. */
const readUnder = async (root: string, name: string): Promise<Uint8Array | null> => {
  try {
    const file = path.join(root, path.normalize(`/${decodeURIComponent(name)}`))
    if (!file.startsWith(root + path.sep)) return null
    return (await stat(file)).isFile() ? await readFile(file) : null
  } catch {
    return null
  }
}
