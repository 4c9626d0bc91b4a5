/** What a list can be narrowed by: the names in the page's address and in the route's are the same. */
export const FILTERS = [
  'customer',
  'intent',
  'outcome',
  'tool',
  'slower_than_ms',
  'text',
  'session',
  'replays',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

export const PAGE_SIZE = 50;

/** The filters in an address; empty ones are none. */
export function filtersIn(query: URLSearchParams): Filters {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query.get(name)?.trim() ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** The address of a list. `from`: how many are on the pages before. */
export function addressOf(filters: Filters, page: { before: string; from: number } | null = null): string {
  const query = new URLSearchParams(filters);
  if (page !== null) {
    query.set('before', page.before);
    query.set('from', String(page.from));
  }
  return query.size === 0 ? '/executions' : `/executions?${query}`;
}

/** What the route is asked for. */
export function routeQuery(filters: Filters, before: string | null): URLSearchParams {
  return new URLSearchParams({ ...filters, limit: String(PAGE_SIZE), ...(before === null ? {} : { before }) });
}
