import type { Hosts } from '../contracts/hosts.ts';
import type { SpotSource } from '../domain/market/event.ts';

/** Where an exchange is asked by REST. */
export const restUrl = (hosts: Hosts, source: SpotSource): string =>
  ({
    binance: hosts.binanceRest,
    coinbase: hosts.coinbaseRest,
    kraken: hosts.krakenRest,
    bitstamp: hosts.bitstampRest,
  })[source];
