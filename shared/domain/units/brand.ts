declare const brand: unique symbol;

/** A primitive that carries its unit in its type, so that cents cannot be added to shares. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
