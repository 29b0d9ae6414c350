import type { WalDebt } from './durable-files.ts'
import type { Reply } from './messages.ts'

/**
 * Withholds answers until the commits they tell of, or may have read, are on the disk; then one fsync releases them all.
 * Answers within an open transaction pass at once: nothing of it counts before its own commit is answered.
 */
export function groupCommit(debt: WalDebt, send: (replies: Reply[]) => void, atMost = 64) {
  const held: Reply[] = []
  const release = () => {
    debt.pay()
    if (held.length > 0) send(held.splice(0))
  }
  return {
    /** `settled`: no transaction is open after this answer. */
    answer(replies: Reply[], settled: boolean) {
      if (!settled || !debt.owed) {
        // What is still held was there before, and a connection has only one answer outstanding: order is kept.
        send(replies)
        return
      }
      held.push(...replies)
      if (held.length >= atMost) release()
    },
    release,
    get holding() {
      return held.length > 0 || debt.owed
    },
  }
}
