import type { LookupFunction } from 'node:net';

/**
 * A `lookup` for sockets that are to reach 127.0.0.1 by a name: it finds the name unless `isLost` says that it cannot
 * be found now. Node asks for no address of what already is one, so the host has to be a name.
 */
export function loopbackLookup(isLost: () => boolean): LookupFunction {
  return (hostname, options, callback) => {
    if (isLost()) {
      const lost = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
        code: 'ENOTFOUND',
        errno: -3008,
        syscall: 'getaddrinfo',
        hostname,
      });
      process.nextTick(callback, lost, options.all === true ? [] : '', 4);
    } else if (options.all === true) process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
    else process.nextTick(callback, null, '127.0.0.1', 4);
  };
}
