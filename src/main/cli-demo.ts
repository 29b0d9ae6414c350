import type { Command } from 'commander'

export const registerDemoCommand = (program: Command): void => {
  program.command('demo').description('play simulated sellers, a reviewer and a marketplace against a running server')
}
