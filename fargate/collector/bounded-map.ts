/** More than any late question reaches back to: a month of quarter hours. */
const KEPT = 4_096;

/** A map that forgets its oldest entry when it would hold more than 4,096, so that a process of weeks stays flat. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  override set(key: Key, value: Value): this {
    super.set(key, value);
    if (this.size > KEPT) this.delete(this.keys().next().value as Key);
    return this;
  }
}
