import { describe } from 'vitest';
import { executionsContract } from './executions.contract.ts';
import { memoryExecutions } from './memory-executions.ts';

describe('executions in memory', () => executionsContract(async () => memoryExecutions()));
