import { tmpdir } from 'node:os'
import { openDatabase } from '#providers/database/open-database.ts'
import { clientCount, type RaceResult, race, type Way } from './booking-race.ts'

/** One api node of the race, as a process of its own: `node booking-node.ts URL NO NODES`; told by message which way to go. */
const [url, no = '0', nodes = '1'] = process.argv.slice(2)
const clients = Array.from({ length: clientCount }, (_, client) => client).filter(
  (client) => client % Number(nodes) === Number(no),
)
const database = await openDatabase({ url, dataDir: tmpdir(), poolSize: clients.length })
// Connections are made beforehand: what is raced for is times, not sockets.
await Promise.all(clients.map(() => database.pool.query('select pg_sleep(0.05)')))

export type NodeMessage = { ready: true } | { result: RaceResult }
const tell = (message: NodeMessage) => process.send?.(message)

process.on('message', async (way: Way) => tell({ result: await race(database, way, clients) }))
process.on('disconnect', () => database.close())
tell({ ready: true })
