import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

export const pathOf = (page: string): string => fileURLToPath(new URL(page, ROOT));
export const textOf = (page: string): string => readFileSync(pathOf(page), 'utf8');

/** Every page that people read, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'dashboard/README.md',
  ...readdirSync(pathOf('docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
