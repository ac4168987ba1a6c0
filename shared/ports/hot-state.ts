import type { WindowSnapshot } from '../domain/signal/evaluate.ts';

/** What the collector knows of a window now. */
export interface HotState {
  /** Undefined when the collector has said nothing, or too long ago. */
  snapshot(windowId: string): Promise<WindowSnapshot | undefined>;
}
