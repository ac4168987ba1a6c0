import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES, pathOf, textOf } from './pages.ts';

/** Links of a page to places in the repository; headings after `#`. */
const linksOf = (page: string): string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target));

/** As the heading's own address is made: small letters, dashes for spaces, no other marks. */
const addressOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
const headingsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => addressOf(heading as string));

const links = PAGES.flatMap((page) => linksOf(page).map((target) => ({ page, target })));

test.each(links)('$page links to $target, which is there', ({ page, target }) => {
  const [file = '', heading] = target.split('#');
  const named = file === '' ? page : posix.join(posix.dirname(page), file);
  expect(existsSync(pathOf(named))).toBe(true);
  if (heading !== undefined) expect(headingsOf(named)).toContain(heading);
});
