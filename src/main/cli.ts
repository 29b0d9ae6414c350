import { Command } from 'commander'
import { registerDemoCommand } from './cli-demo.ts'
import { registerInspectCommand } from './cli-inspect.ts'
import { registerModelsCommand } from './cli-models.ts'
import { registerProgramCommand } from './cli-program.ts'
import { registerReplayCommand } from './cli-replay.ts'
import { registerRulesCommand } from './cli-rules.ts'
import { registerServeCommand } from './cli-serve.ts'
import { registerVerifyCommand } from './cli-verify.ts'
import { registerVerifyBadgeCommand } from './cli-verify-badge.ts'

/** Every command; each lives in a file of its own. The launcher in `bin/` comes here under the right Node. */
const program = new Command('countersign')
  .description('Self-hosted verification of marketplace sellers by video')
  .showHelpAfterError('(countersign --help lists the commands)')
  .exitOverride((error) => {
    // 64 is the sysexits code for wrong usage; asking for help is not wrong.
    process.exit(error.exitCode === 0 ? 0 : 64)
  })

registerServeCommand(program)
registerInspectCommand(program)
registerVerifyCommand(program)
registerVerifyBadgeCommand(program)
registerProgramCommand(program)
registerRulesCommand(program)
registerReplayCommand(program)
registerModelsCommand(program)
registerDemoCommand(program)

await program.parseAsync()
