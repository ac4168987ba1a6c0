/** dynalite 4.0.0 has no types: the parts of its engine that run here, without the HTTP server around them. */

declare module 'dynalite/db/index.js' {
  interface Level {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string, callback: (error: unknown, value?: unknown) => void): void;
    getSync(key: string): unknown;
  }
  interface Store {
    readonly db: Level;
    readonly tableDb: { del(key: string, callback: (error: unknown) => void): void };
  }
  interface StoreOptions {
    readonly path: string;
    readonly createTableMs: number;
  }
  const db: { create(options: StoreOptions): Store };
  export = db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(request: unknown, types: unknown): unknown;
    checkValidations(request: unknown, types: unknown, custom: unknown, store: unknown): void;
  };
  export = validations;
}

declare module 'dynalite/validations/*' {
  export const types: unknown;
  export const custom: unknown;
}

declare module 'dynalite/actions/*' {
  const act: (store: unknown, request: unknown, callback: (error: unknown, answer: unknown) => void) => void;
  export = act;
}
