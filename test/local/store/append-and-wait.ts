import { openStore } from '../../../local/store/embedded.ts';
import { dynamoLedger } from '../../../shared/adapters/dynamodb/ledger.ts';
import { trading } from '../../shared/adapters/stored-examples.ts';

/** A process that appends an entry to the store in the folder it is given, says so, and holds the store. */
const store = await openStore(process.argv[2]!);
await dynamoLedger(store.client, 'ledger', 'paper').append(trading[0]!);
process.stdout.write('appended\n');
setInterval(() => undefined, 1_000);
