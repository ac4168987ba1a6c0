import { isMainThread } from 'node:worker_threads';

// The collector is deployed as one file. Its own thread for REST is that file once more, which then does nothing else.
if (isMainThread) await import('./main-thread.ts');
else await import('../../shared/adapters/ccxt/rest-worker.ts');
