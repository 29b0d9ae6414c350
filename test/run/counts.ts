/**
 * What a test run came to. `files` is how many test files were found, whether or not they loaded; `skippedNames` names
 * every test that did not run, because nothing is skipped silently.
 */
export type Counts = { passed: number; failed: number; skipped: number; files: number; skippedNames: string[] }

/** The last line of `npm test`; other software reads it, so its form is fixed. */
export const countsLine = (counts: Counts): string =>
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`

/**
 * The exit code of a run: 0 only when something ran and nothing failed. A run without a single passing test is a
 * defect of the run and not a success.
 */
export const countsExitCode = (counts: Counts): 0 | 1 => (counts.failed === 0 && counts.passed > 0 ? 0 : 1)
