import pg from 'pg'
import { DatabaseUnavailableError } from '#app/ports/database.ts'

type Subscription = { onMessage: (payload: string) => void; onReconnected: (() => void) | undefined }

const longestRetryMs = 10_000

/**
 * LISTEN on one client of its own for all channels of the process. A lost connection is made again with growing
 * pauses, and then every subscriber is told that it may have missed something.
 */
export function notifications(newClient: () => pg.Client) {
  const channels = new Map<string, Set<Subscription>>()
  let client: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<pg.Client> => {
    const fresh = newClient()
    fresh.on('notification', ({ channel, payload }) => {
      for (const { onMessage } of channels.get(channel) ?? []) onMessage(payload ?? '')
    })
    // An error is always followed by the end of the connection, which is where it is dealt with.
    fresh.on('error', () => {})
    await fresh.connect()
    for (const channel of channels.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    fresh.on('end', () => lost(0))
    return fresh
  }
  const lost = (attempt: number) => {
    if (closed) return
    client = undefined
    if (channels.size === 0) return
    retry = setTimeout(
      () => {
        client = connect()
        client.then(
          () => {
            for (const subscriptions of channels.values())
              for (const { onReconnected } of subscriptions) onReconnected?.()
          },
          () => lost(attempt + 1),
        )
      },
      Math.min(longestRetryMs, 100 * 2 ** attempt),
    )
  }

  return {
    /** Resolves when the channel is being listened on. */
    async listen(channel: string, onMessage: (payload: string) => void, onReconnected?: () => void) {
      if (closed) throw new DatabaseUnavailableError('the database is closed')
      const subscription: Subscription = { onMessage, onReconnected }
      const subscriptions = channels.get(channel) ?? new Set()
      channels.set(channel, subscriptions.add(subscription))
      try {
        client ??= connect()
        await (await client).query(`listen ${pg.escapeIdentifier(channel)}`)
      } catch (error) {
        subscriptions.delete(subscription)
        client = undefined
        throw error
      }
      return async () => {
        subscriptions.delete(subscription)
        if (subscriptions.size > 0 || closed) return
        channels.delete(channel)
        await (await client)?.query(`unlisten ${pg.escapeIdentifier(channel)}`)
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      const open = await client?.catch(() => undefined)
      await open?.end()
    },
  }
}
