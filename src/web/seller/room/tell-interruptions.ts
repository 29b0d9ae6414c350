import { retryPauseMs, type Wait } from '../../capture/wait.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { InterruptionTold } from './room-api.ts'

export type InterruptionKind = InterruptionTold['what']

export type TellerPorts = {
  tell: (told: InterruptionTold) => Promise<unknown>
  wait: Wait
  random: () => number
}

export type InterruptionTeller = {
  begun(what: InterruptionKind): void
  over(what: InterruptionKind): void
  stop(): void
}

/**
 * Tells the server of what interrupts the call and that it is over, each until it was heard. What begins and ends while
 * the server cannot be reached is only told of as over, which changes nothing where its beginning was never heard. [LC2]
 *
 * The first try leaves at once, in the same turn: a page that is being left gets no second one.
 */
export const openInterruptionTeller = ({ tell, wait, random }: TellerPorts): InterruptionTeller => {
  const wanted = new Map<InterruptionKind, InterruptionTold['state']>()
  const busy = new Set<InterruptionKind>()
  let stopped = false

  const bring = async (what: InterruptionKind): Promise<void> => {
    if (busy.has(what)) return
    busy.add(what)
    let failures = 0
    for (let state = wanted.get(what); state && !stopped; state = wanted.get(what)) {
      try {
        await tell({ state, what })
        failures = 0
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error
        if (error.kind !== 'refused') {
          await wait(retryPauseMs(failures, random))
          failures += 1
          continue
        }
      }
      // Something else may have become true while this was on its way.
      if (wanted.get(what) === state) wanted.delete(what)
    }
    busy.delete(what)
  }

  return {
    begun: (what) => {
      wanted.set(what, 'begun')
      void bring(what)
    },
    over: (what) => {
      wanted.set(what, 'over')
      void bring(what)
    },
    stop: () => {
      stopped = true
    },
  }
}
