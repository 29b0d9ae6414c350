import { describe, expect, test } from 'vitest'
import { measureNetwork, type NetworkPorts, probeTimeoutMs } from './measure-network.ts'

/** A line of so many Mbit/s up whose answers take so long, by a clock that only the line moves. */
const lineOf = ({ mbps, latencyMs, opensMs = 0 }: { mbps: number; latencyMs: number; opensMs?: number }) => {
  let nowMs = 0
  let isOpen = false
  const sent: number[] = []
  const carries = (bytes: number) => {
    const takesMs = (isOpen ? 0 : opensMs) + latencyMs + (bytes * 8) / (mbps * 1000)
    isOpen = true
    nowMs += Math.min(takesMs, probeTimeoutMs)
    if (takesMs > probeTimeoutMs) throw new Error('no answer in time')
  }
  const ports: NetworkPorts = {
    ping: async () => carries(0),
    send: async (bytes) => {
      sent.push(bytes)
      carries(bytes)
    },
    nowMs: () => nowMs,
  }
  return { ports, sent, tookMs: () => nowMs }
}

describe('[DV3] the line', () => {
  test.each([
    [{ mbps: 100, latencyMs: 5 }],
    [{ mbps: 20, latencyMs: 250 }],
    [{ mbps: 5, latencyMs: 40 }],
    [{ mbps: 4.9, latencyMs: 1000 }],
    [{ mbps: 1, latencyMs: 80 }],
    [{ mbps: 0.3, latencyMs: 900 }],
  ])('of %o is measured as what it is', async ({ mbps, latencyMs }) => {
    const measured = await measureNetwork(lineOf({ mbps, latencyMs }).ports)
    expect(measured?.latencyMs).toBe(latencyMs)
    expect(measured?.uplinkMbps).toBeCloseTo(mbps, 0)
  })

  test('opening the connection is no part of the latency', async () => {
    expect(await measureNetwork(lineOf({ mbps: 20, latencyMs: 30, opensMs: 900 }).ports)).toMatchObject({
      latencyMs: 30,
    })
  })

  test('a slow line is not filled with large parts', async () => {
    const slow = lineOf({ mbps: 1, latencyMs: 50 })
    await measureNetwork(slow.ports)
    expect(slow.sent).toEqual([65_536, 262_144, 1_048_576])
    expect(slow.tookMs()).toBeLessThan(12_000)
  })

  test('a line that takes not even the smallest part in time is slower than that', async () => {
    const crawling = lineOf({ mbps: 0.05, latencyMs: 50 })
    expect((await measureNetwork(crawling.ports))?.uplinkMbps).toBeLessThanOrEqual(0.1)
  })

  test('where our server cannot be reached, or refuses, nothing is measured', async () => {
    const away = lineOf({ mbps: 10, latencyMs: 20_000 })
    expect(await measureNetwork(away.ports)).toBeNull()
    const { ports } = lineOf({ mbps: 10, latencyMs: 20 })
    const refusing = { ...ports, send: async () => Promise.reject(new Error('refused')) }
    expect(await measureNetwork(refusing)).toBeNull()
  })
})
