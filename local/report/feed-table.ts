import type { FeedProblemRecord } from '../../shared/charts/records.ts';
import { html, type Markup } from './markup.ts';

/** What was wrong with the recording, or nothing at all. */
export function feedProblems(problems: readonly FeedProblemRecord[]): Markup | undefined {
  if (problems.length === 0) return undefined;
  const rows = problems.map(
    ({ kind, channel, count, first }) =>
      html`<tr><td>${kind}</td><td>${channel ?? '\u2013'}</td><td class="n">${count}</td><td>${first}</td></tr>`,
  );
  return html`<h2 id="feed">Feed problems</h2>
<div class="card scroll" role="region" aria-label="Feed problems" tabindex="0"><table>
<thead><tr><th scope="col">Kind</th><th scope="col">Channel</th><th scope="col" class="n">Count</th>
<th scope="col">First</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
