/** One feed, as far as people care. */
interface Feed {
  readonly channel: string;
  readonly state: string;
  readonly host: string;
  readonly reason?: string | undefined;
  readonly uptime: number;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The feeds as a table of HTML; undefined is a collector that says nothing. */
export function feedsTable(feeds: readonly Feed[] | undefined): string {
  if (feeds === undefined) return '<p>The collector says nothing.</p>';
  const rows = feeds.map(({ channel, state, host, reason, uptime }) =>
    [
      channel,
      state === 'live' ? 'live' : state.toUpperCase(),
      `${(100 * uptime).toFixed(1)} %`,
      reason ?? host,
    ]
      .map((text) => `<td>${escaped(text)}</td>`)
      .join(''),
  );
  const head = ['Feed', 'State', 'Up', 'Host, or why it ended'].map((text) => `<th>${text}</th>`).join('');
  return `<table><tr>${head}</tr>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
}
