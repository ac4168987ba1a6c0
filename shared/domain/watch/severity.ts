/** How soon a person has to know. */
export type Severity = 'critical' | 'high' | 'warning' | 'info';

/** Where people are told. The log has everything. */
export type Channel = 'email' | 'sms' | 'discord' | 'telegram';

const CHANNELS: Readonly<Record<Severity, readonly Channel[]>> = {
  critical: ['email', 'sms', 'discord', 'telegram'],
  high: ['email', 'discord', 'telegram'],
  warning: ['discord'],
  info: [],
};

/** Who is told of what is this severe, where the channel is set up: critical goes to all, info to the log alone. */
export const channelsOf = (severity: Severity): readonly Channel[] => CHANNELS[severity];
