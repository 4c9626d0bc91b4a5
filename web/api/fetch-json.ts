import { Problem, problemIn } from './problem.ts';

/**
 * Asks this machine for JSON. The types are those that the server builds its answers to, so nothing is parsed twice.
 *
 * @throws {Problem} it was refused, or nothing answered.
 * @throws {DOMException} named `AbortError`: it was called off.
 */
export async function fetchJson<Value>(path: string, init: RequestInit = {}): Promise<Value> {
  const response = await reach(path, init);
  if (!response.ok) throw await problemIn(response);
  return response.status === 204 ? (undefined as Value) : await response.json();
}

/** @throws {Problem} nothing answered. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'Nothing answers', 'The assistant on this machine cannot be reached. Is it still running?');
  }
}

export const postJson = <Value>(path: string, body: unknown, init: RequestInit = {}): Promise<Value> =>
  fetchJson(path, {
    ...init,
    method: 'POST',
    headers: { ...init.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
