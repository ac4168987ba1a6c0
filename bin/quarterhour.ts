#!/usr/bin/env node
import { runProgram } from '../local/cli/program.ts';

process.exitCode = await runProgram(process.argv.slice(2), process.env.QUARTERHOUR_DATA ?? '.quarterhour');
