import { expect, test } from 'vitest';
import { HostList } from '../../../shared/feeds/host-list.ts';

test('the first host is preferred until it is shut, and again when it opens', () => {
  const hosts = new HostList(['wss://a', 'wss://b']);
  expect(hosts.first(0)).toBe('wss://a');
  hosts.shut('wss://a', 100);
  expect(hosts.first(99)).toBe('wss://b');
  expect(hosts.first(100)).toBe('wss://a');
});

test('when all are shut there is none until the first of them opens', () => {
  const hosts = new HostList(['wss://a', 'wss://b']);
  hosts.shut('wss://a', 100);
  hosts.shut('wss://b', 70);
  expect(hosts.first(50)).toBeUndefined();
  expect(hosts.opensAt).toBe(70);
  expect(hosts.first(70)).toBe('wss://b');
});
