import { readFileSync } from 'node:fs'

/** What a process of ours has used so far. */
export type ChildUsage = { residentBytes: number; peakResidentBytes: number; cpuTimeMs: number }

// USER_HZ, the unit of /proc/<pid>/stat, is 100 on every Linux platform that Node runs on.
const msPerTick = 10

/**
 * Reads `/proc` (see proc(5)); null when the process is gone or the system has no `/proc`, in which case only time and
 * size of the recording are bounded by the parent, and memory by the V8 heap limit of the child.
 */
export const readChildUsage = (pid: number): ChildUsage | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      residentBytes: kilobytes('VmRSS') * 1024,
      peakResidentBytes: kilobytes('VmHWM') * 1024,
      cpuTimeMs: (Number(fields[11]) + Number(fields[12])) * msPerTick,
    }
  } catch {
    return null
  }
}
