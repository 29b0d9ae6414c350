import { parentPort, workerData } from 'node:worker_threads'
import { judgeStream, type StreamCase, stillFinder } from './judge-stream.ts'

/** One judgement, then the thread ends: comparing every passage with every other one takes seconds on a long run. */
const { evidence, stills, context } = workerData as StreamCase
parentPort?.postMessage(judgeStream({ ...evidence, stillAt: stillFinder(stills) }, context))
