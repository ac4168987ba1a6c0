import { expect, test, vi } from 'vitest';
import { runProgram } from '../../local/cli/program.ts';
import { PAGES, textOf } from './pages.ts';

/** What the program prints for `words --help`. */
async function helpOf(...words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  await runProgram([...words, '--help'], '.quarterhour');
  output.mockRestore();
  return printed.join('');
}

const verbsIn = (help: string): string[] =>
  [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)]
    .map(([, verb]) => verb as string)
    .filter((verb) => verb !== 'help');

const readme = textOf('README.md');
const wordsOf = (command: string): string[] => command.trim().split(/\s+/);

/** The README's table of verbs, each with options: `replay --tape PATH`. */
const [table = ''] = readme.slice(readme.indexOf('| verb |')).split('\n\n');
const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, command = '']) => wordsOf(command));

/** Commands anywhere on a page, up to a comment or the end of the code. */
const shownOn = (page: string): string[][] =>
  [...textOf(page).matchAll(/(npx quarterhour|npm start --) ([^`#\n]+)/g)].map(([, program, rest = '']) =>
    wordsOf(program === 'npm start --' ? `replay ${rest}` : rest),
  );

test('the README lists every verb, and no other', async () => {
  expect(listed.map(([verb]) => verb).sort()).toEqual(verbsIn(await helpOf()).sort());
});

test.each([
  ...listed.map((words) => ({ page: 'README.md', words })),
  ...PAGES.flatMap((page) => shownOn(page).map((words) => ({ page, words }))),
])('$page: the program has $words', async ({ words: [verb = '', ...rest] }) => {
  expect(verbsIn(await helpOf())).toContain(verb);
  const help = await helpOf(verb);
  for (const option of rest.filter((word) => /^--?[a-z]/.test(word)))
    expect(help).toMatch(new RegExp(`[ ,]${option}[ ,]`));
});

test('the README names no script that the project does not have', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});
