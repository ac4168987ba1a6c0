import { MalformedFrameError } from '../contracts/errors.ts';
import type { BookSnapshot } from '../domain/market/event.ts';
import { parseFrame } from './parse-frame.ts';

/** The book in an answer of `GET /book`. Throws {@link MalformedFrameError} when there is none. */
export function bookIn(frame: string): BookSnapshot {
  let book: BookSnapshot | undefined;
  parseFrame(
    'clob-rest',
    frame,
    (event) => {
      if (event.kind === 'book') book = event;
    },
    (error) => {
      throw error;
    },
  );
  if (book === undefined) throw new MalformedFrameError('clob-rest', 'holds no book');
  return book;
}
