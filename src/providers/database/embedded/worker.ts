import { parentPort, workerData } from 'node:worker_threads'
import { openCluster } from './cluster.ts'
import { fatalError, firstColumn, readAnswer, simpleQuery, subscribes } from './frames.ts'
import { groupCommit } from './group-commit.ts'
import { startMaintenance } from './maintenance.ts'
import type { FromWorker, Reply, ToWorker, WorkerSetup, WorkerStats } from './messages.ts'
import { type Batch, type Overdue, sessionLine } from './session.ts'

/**
 * The thread that runs the embedded engine, so that neither its WebAssembly nor its fsyncs hold up the server. It is
 * a PostgreSQL server in small: it speaks the wire protocol with any number of connections over one session.
 */
const port = parentPort!
const post = (message: FromWorker) => port.postMessage(message)
const line = sessionLine()
const listeners = new Set<number>()
const stats: WorkerStats = { batches: 0, walSyncs: 0, maintenanceRuns: 0 }

const { engine, debt } = await openCluster((workerData as WorkerSetup).directory)
const group = groupCommit(debt, (replies) => post({ kind: 'replies', replies }))

let working = false
let deadline: NodeJS.Timeout | undefined

/** Runs frontend messages in the session. Throws when the backend is gone, which ends this thread. */
function execute(bytes: Uint8Array) {
  const chunks: Uint8Array[] = []
  debt.deferring = true
  try {
    // Everything but the promise happens before this returns.
    void engine.execProtocolRawStream(bytes, { syncToFs: false, onRawData: (chunk) => chunks.push(chunk.slice()) })
  } finally {
    debt.deferring = false
  }
  const read = readAnswer(chunks.length === 1 ? chunks[0]! : new Uint8Array(Buffer.concat(chunks)))
  if (!read.status) throw new Error('the embedded database stopped answering')
  return { ...read, status: read.status }
}

function run(batch: Batch) {
  stats.batches += 1
  if (subscribes(batch.bytes)) listeners.add(batch.connection)
  const { answer, notifications, status } = execute(batch.bytes)
  line.ran(batch.connection, status, performance.now())
  const replies: Reply[] = [{ connection: batch.connection, bytes: answer, last: false }]
  for (const bytes of notifications)
    for (const connection of listeners) replies.push({ connection, bytes, last: false })
  group.answer(replies, status === 'idle')
}

function abort({ connection, limit }: Overdue) {
  drop(connection)
  const bytes =
    limit === 'idle'
      ? fatalError('25P03', 'terminating connection: its open transaction was idle for too long')
      : fatalError('25P04', 'terminating connection: its transaction took too long')
  post({ kind: 'replies', replies: [{ connection, bytes, last: true }] })
}

function drop(connection: number) {
  listeners.delete(connection)
  if (line.drop(connection)) execute(simpleQuery('rollback'))
}

/** Runs all that can run, letting new messages in between batches so that their commits share an fsync. */
function work() {
  if (working) return
  working = true
  setImmediate(step)
}

function step() {
  const late = line.overdue(performance.now())
  if (late && 'limit' in late) abort(late)
  const batch = line.next()
  if (batch) {
    run(batch)
    setImmediate(step)
    return
  }
  if (group.holding) {
    group.release()
    setImmediate(step)
    return
  }
  working = false
  clearTimeout(deadline)
  const wait = line.overdue(performance.now())
  if (wait) deadline = setTimeout(work, 'askAgainMs' in wait ? Math.max(wait.askAgainMs, 1) : 1)
}

async function close() {
  clearTimeout(deadline)
  upkeep.stop()
  if (line.owner !== undefined) drop(line.owner)
  group.release()
  await engine.close()
  post({ kind: 'closed', stats: { ...stats, walSyncs: debt.walSyncs, maintenanceRuns: upkeep.runs } })
  port.close()
}

const upkeep = startMaintenance(debt, {
  free: () => !working && line.owner === undefined,
  execute(sql) {
    const rows = firstColumn(execute(simpleQuery(sql)).answer)
    debt.pay()
    return rows
  },
})

port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') void close()
  else if (message.kind === 'open') line.open(message.connection, message.limits)
  else {
    if (message.kind === 'hang-up') drop(message.connection)
    else line.add({ connection: message.connection, bytes: message.bytes })
    work()
  }
})
post({ kind: 'ready' })
