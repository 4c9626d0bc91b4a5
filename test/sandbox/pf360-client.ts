// biome-ignore-all lint/suspicious/noExplicitAny: replies are read as a client of an untyped API reads them.
import { createSandbox, type Sandbox } from '../../sandbox/app.ts';

/** Monday, 1 June 2026, 09:00 in New York. */
export const MONDAY = '2026-06-01T09:00:00-04:00';

export type Reply = { status: number; text: string; json: any };

export type Client = ReturnType<typeof connect>;

export type Row = Record<string, string | number | null>;

/** Opens a sandbox whose clock stands still, and speaks to it as one of its tenants. */
export function openSandbox(now: string | number = MONDAY, dataFile?: string) {
  const instant = typeof now === 'number' ? now : Date.parse(now);
  const sandbox = createSandbox({ now: () => instant, dataFile });
  return { sandbox, ...connect(sandbox.app) };
}

/** What a PF360 client does, over the sandbox's HTTP interface. */
export function connect(app: Sandbox['app']) {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: parse(text) } satisfies Reply;
  };
  const as = (clientId: string) => ({ authorization: 'Bearer any-token', client_id: clientId });
  const project = (clientId: string, id: number) => `/scheduler/client/${clientId}/project/${id}`;

  return {
    send,
    as,
    get: (clientId: string, path: string) => send('GET', path, undefined, as(clientId)),
    post: (clientId: string, path: string, body: unknown) => send('POST', path, body, as(clientId)),
    control: (method: string, path: string, body?: unknown) => send(method, `/sandbox${path}`, body),
    dashboard: async (clientId: string, customerId: number): Promise<Row[]> =>
      (await send('GET', `/dashboard/get/${clientId}/${customerId}`, undefined, as(clientId))).json.data,
    dates: (clientId: string, id: number, from = '2026-01-01', to = '2099-12-31') =>
      send('GET', `${project(clientId, id)}/startDate/${from}/endDate/${to}/slotsChatbot`, undefined, as(clientId)),
    slots: (clientId: string, id: number, date: string, requestId: string | number) =>
      send(
        'GET',
        `${project(clientId, id)}/startDate/${date}/endDate/${date}/slotsChatbot?request_id=${requestId}`,
        undefined,
        as(clientId),
      ),
    schedule: (clientId: string, id: number, date: string, time: string, requestId: string | number) =>
      send(
        'POST',
        `${project(clientId, id)}/schedule`,
        { created_at: '06/01/2026 13:00:00', date, time, request_id: requestId, is_chatbot: 'true', aIBot: true },
        as(clientId),
      ),
    cancel: (clientId: string, id: number) =>
      send('GET', `/scheduler/${clientId}/${id}/cancel-appointment`, undefined, as(clientId)),
    release: (clientId: string, id: number) =>
      send('GET', `${project(clientId, id)}/cancel-reschedule`, undefined, as(clientId)),
  };
}

/** The dashboard's row of one project. */
export async function row(client: Client, clientId: string, customerId: number, id: number): Promise<Row> {
  const found = (await client.dashboard(clientId, customerId)).find(
    (each) => String(each.project_project_id) === String(id),
  );
  if (found === undefined) throw new Error(`no project ${id}`);
  return found;
}

/** Every open date with its slots, in order, as a client learns them. */
export async function offers(client: Client, clientId: string, id: number): Promise<Map<string, string[]>> {
  const { data } = (await client.dates(clientId, id)).json;
  const found = new Map<string, string[]>();
  for (const date of [...data.dates].sort()) {
    found.set(date, (await client.slots(clientId, id, date, data.request_id)).json.data.slots);
  }
  return found;
}

/** Books the first slot on offer. */
export async function bookFirst(client: Client, clientId: string, id: number) {
  const { data } = (await client.dates(clientId, id)).json;
  const date: string = [...data.dates].sort()[0];
  const time: string = (await client.slots(clientId, id, date, data.request_id)).json.data.slots[0];
  const reply = await client.schedule(clientId, id, date, time, data.request_id);
  return { date, time, reply, requestId: data.request_id };
}

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
