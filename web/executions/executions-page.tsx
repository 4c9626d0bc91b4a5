import { useEffect, useRef } from 'preact/hooks';
import type { ExecutionPage } from '../../runtime/inspector/contract.ts';
import { useLiveExecutions } from '../api/live.ts';
import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Badge } from '../parts/outcome-badge.tsx';
import { Page } from '../parts/page.tsx';
import { ExecutionTable } from './execution-table.tsx';
import { FilterForm } from './filter-form.tsx';
import { addressOf, type Filters, filtersIn, routeQuery } from './filters.ts';

/** Changes come several to a turn: the list is asked for once for all that come this close together. */
const GATHER_MS = 250;

/** All executions, newest first, a page at a time; the first page follows what happens. */
export function ExecutionsPage({ address }: { address: URL }) {
  const filters = filtersIn(address.searchParams);
  const before = address.searchParams.get('before');
  const from = Number(address.searchParams.get('from') ?? 0) || 0;
  const query = routeQuery(filters, before);
  // While the next page is loaded this one stays, and goes on saying which one it is.
  const page = useLoaded(query.toString(), async (signal) => ({ ...(await local.executions(query, signal)), from }));
  const isFirst = before === null;

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = () => {
    if (!isFirst) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(page.reload, GATHER_MS);
  };
  const isLive = useLiveExecutions({ changed: refresh, missed: refresh });
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <Page
      title="Executions"
      wide
      aside={
        <Badge tone={isLive ? 'good' : 'plain'} sign={isLive ? '●' : '○'}>
          {isLive ? 'live' : 'not live'}
        </Badge>
      }
    >
      <FilterForm filters={filters} />
      <WhenLoaded loaded={page}>
        {(value) =>
          value.items.length === 0 ? (
            <Nothing filters={filters} />
          ) : (
            <>
              <ExecutionTable items={value.items} />
              <Pages filters={filters} page={value} />
            </>
          )
        }
      </WhenLoaded>
    </Page>
  );
}

function Pages({
  filters,
  page: { items, next, total, from },
}: {
  filters: Filters;
  page: ExecutionPage & { from: number };
}) {
  const to = from + items.length;
  return (
    <nav class="pages" aria-label="Pages of executions">
      <p role="status">
        {from + 1}–{to} of {Math.max(total, to)}
      </p>
      {from > 0 && <a href={addressOf(filters)}>Newest</a>}
      {next !== null && (
        <a href={addressOf(filters, { before: next, from: to })} rel="next">
          Older
        </a>
      )}
    </nav>
  );
}

function Nothing({ filters }: { filters: Filters }) {
  return Object.keys(filters).length === 0 ? (
    <p class="empty">
      Nothing has been run yet. <a href="/">Say something in the chat</a>, and its turns appear here.
    </p>
  ) : (
    <p class="empty">
      No execution fits these filters. <a href="/executions">Show all</a>
    </p>
  );
}
