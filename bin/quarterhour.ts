#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// The sources run as they are: what was made of them the first time is kept, which saves start and memory later.
enableCompileCache();
const { runProgram } = await import('../local/cli/program.ts');

process.exitCode = await runProgram(process.argv.slice(2), process.env.QUARTERHOUR_DATA ?? '.quarterhour');
