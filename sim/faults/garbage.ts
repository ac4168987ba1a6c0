/** Says what it is, in the words of every venue, and is known to none. */
const UNHEARD_OF =
  '{"e":"unheard","type":"unheard","event":"unheard","event_type":"unheard","channel":"unheard","topic":"unheard","data":{}}';
/** No text: these bytes are not UTF-8. */
const BINARY = Buffer.from([0xff, 0x00, 0xfe, 0x7b]);

const cut = (frame: string) => frame.slice(0, Math.ceil(frame.length / 2));
/** Every number, quoted or not, becomes an object. */
const wronglyTyped = (frame: string) => frame.replace(/:\s*(?:"-?\d[\d.]*"|-?\d[\d.]*)/g, ':{}');

/** The garbage that follows the `n`th true frame: cut short, of wrong types, of an unknown kind, or binary. */
export function garbageAfter(frame: string, n: number): string | Buffer {
  switch (n % 4) {
    case 0:
      return cut(frame);
    case 1:
      return wronglyTyped(frame);
    case 2:
      return UNHEARD_OF;
    default:
      return BINARY;
  }
}
