/**
 * Takes jobs of one kind as fast as there is room and does nothing while there are none. It looks for jobs when it is woken
 * (a job was added), when the next delayed job is due, when a full fetch suggests that there are more, and now and
 * then in case a wake-up was lost.
 */
export type DispatcherSettings<Job> = {
  concurrency: number
  /** The longest it waits without looking. */
  pollMs: number
  fetch(atMost: number): Promise<Job[]>
  /** Milliseconds until a waiting job is due, undefined when none waits. */
  untilNextMs(): Promise<number | undefined>
  /** Does the job and settles it. Must not reject. */
  run(job: Job): Promise<void>
  onError(error: unknown): void
}

const afterErrorMs = 1_000

export function startDispatcher<Job>(settings: DispatcherSettings<Job>) {
  const { concurrency, pollMs, fetch, untilNextMs, run, onError } = settings
  const running = new Set<Promise<void>>()
  let stopped = false
  let woken = false
  let interrupt = () => {}

  const wake = () => {
    woken = true
    interrupt()
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken) return resolve()
      const timer = setTimeout(resolve, ms)
      interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const start = (job: Job) => {
    const done = run(job).finally(() => {
      running.delete(done)
      interrupt()
    })
    running.add(done)
  }
  /** Returns how long nothing is expected to happen. */
  const look = async (): Promise<number> => {
    const room = concurrency - running.size
    const jobs = await fetch(room)
    for (const job of jobs) start(job)
    if (jobs.length === room) return 0
    return Math.min(pollMs, Math.max((await untilNextMs()) ?? pollMs, 0))
  }
  const loop = async () => {
    while (!stopped) {
      if (running.size >= concurrency) {
        await Promise.race(running)
        continue
      }
      woken = false
      let waitMs: number
      try {
        waitMs = await look()
      } catch (error) {
        onError(error)
        waitMs = afterErrorMs
      }
      // A job that ends interrupts the pause only to be counted; the rest of the pause is waited out unless woken.
      const untilMs = performance.now() + waitMs
      for (let leftMs = waitMs; leftMs > 0 && !woken && !stopped; leftMs = untilMs - performance.now())
        await pause(leftMs)
    }
  }
  const ended = loop()

  return {
    wake,
    /** Stops looking; resolves when all running jobs have ended. */
    async stop() {
      stopped = true
      wake()
      await ended
      await Promise.all(running)
    },
  }
}

export type Dispatcher = { wake(): void; stop(): Promise<void> }
