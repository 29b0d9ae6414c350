import { createHmac } from 'node:crypto'
import type { Calls } from '#app/ports/calls.ts'

/**
 * Credentials of a TURN server that shares a secret with us (coturn's `use-auth-secret`): the user name says until when they
 * hold and whose they are, the password is its HMAC. Source: draft-uberti-behave-turn-rest-00.
 */
export const openTurn = (turn: { urls: string[]; secret: string } | null): Calls => ({
  iceServers: (participantId, untilMs) => {
    if (turn === null) return []
    const username = `${Math.floor(untilMs / 1000)}:${participantId}`
    const credential = createHmac('sha1', turn.secret).update(username).digest('base64')
    return [{ urls: turn.urls, username, credential }]
  },
})
