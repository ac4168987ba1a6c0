import type { Execution, Executions } from '../../../local/workflow/execution.ts';

/** Executions in memory, kept as text so that only plain JSON comes back. */
export function memoryExecutions(): Executions & { readonly saves: () => readonly Execution[] } {
  const records = new Map<string, string>();
  const saves: string[] = [];
  const parse = (text: string) => JSON.parse(text) as Execution;
  return {
    get: async (name) => {
      const text = records.get(name);
      return text === undefined ? undefined : parse(text);
    },
    save: async (execution) => {
      const text = JSON.stringify(execution);
      saves.push(text);
      records.set(execution.name, text);
    },
    running: async () => [...records.values()].map(parse).filter(({ status }) => status === 'RUNNING'),
    saves: () => saves.map(parse),
  };
}
