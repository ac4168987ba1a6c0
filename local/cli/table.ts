import Table from 'cli-table3';

/** A table without colours and without lines between its rows. */
export function plainTable(head: readonly string[], align: readonly ('left' | 'right')[] = []) {
  return new Table({
    head: [...head],
    colAligns: [...align],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
}
