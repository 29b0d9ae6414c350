import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { CountsReporter } from './test/run/counts-reporter.ts'

/**
 * One project per kind of test, so that the runner can name what it runs and a person can run one kind alone
 * (`npx vitest run --project unit`). Kinds run one after the other: a browser journey beside a database suite would
 * measure the machine and not the product.
 */
type Kind = { name: string; include: string[]; timeoutMs: number; order: number; oneAtATime?: boolean }

const kinds: Kind[] = [
  {
    name: 'unit',
    include: ['{src,bench}/**/*.test.{ts,tsx}', 'test/{architecture,snapshots,run,setup}/**/*.test.ts'],
    timeoutMs: 20_000,
    order: 0,
  },
  { name: 'ports', include: ['test/ports/**/*.test.ts'], timeoutMs: 60_000, order: 1 },
  { name: 'scenarios', include: ['test/scenarios/**/*.test.ts'], timeoutMs: 180_000, order: 2 },
  { name: 'attacks', include: ['test/attacks/**/*.test.ts'], timeoutMs: 120_000, order: 3 },
  { name: 'media', include: ['test/media/**/*.test.ts'], timeoutMs: 600_000, order: 4, oneAtATime: true },
  { name: 'browser', include: ['test/e2e/**/*.test.ts'], timeoutMs: 300_000, order: 4, oneAtATime: true },
  { name: 'full', include: ['test/full/**/*.test.ts'], timeoutMs: 1_800_000, order: 5, oneAtATime: true },
]

export default defineConfig({
  test: {
    // Named here because Vitest otherwise picks its reporter by guessing who is looking.
    reporters: ['default', new CountsReporter()],
    // A focused test left behind would silently skip all others.
    allowOnly: false,
    projects: kinds.map((kind) => ({
      extends: true as const,
      test: {
        name: kind.name,
        include: kind.include,
        environment: 'node' as const,
        setupFiles: ['test/setup/quiet-process.ts'],
        testTimeout: kind.timeoutMs,
        // Setting up a world takes seconds on an idle machine and minutes on one that does five things at once.
        hookTimeout: Math.max(kind.timeoutMs, 240_000),
        pool: 'forks' as const,
        maxWorkers: kind.oneAtATime ? 1 : Math.max(1, Math.min(4, availableParallelism())),
        fileParallelism: !kind.oneAtATime,
        sequence: { groupOrder: kind.order },
      },
    })),
  },
})
