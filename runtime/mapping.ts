import { Compile, parse } from 'velocityjs';

/** What a mapping template sees of the call, and what it may override of the answer. */
export type MappingScope = {
  /** The payload as text: the request's body, or the integration's answer. */
  body: string;
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  requestId: string;
  /** Epoch milliseconds. */
  requestTimeEpoch: number;
  /** The authorizer's context; strings only. */
  authorizer: Readonly<Record<string, string>>;
};

export type Mapped = { text: string; status: number | null; headers: Record<string, string> };

export type MappingTemplate = (scope: MappingScope) => Mapped;

/**
 * Reads a mapping template of API Gateway as far as ours go: `$input.json`, `$input.path` and `$input.params`,
 * `$util.escapeJavaScript` and `$util.parseJson`, `$context` with its `responseOverride`, and Java's `replaceAll` and
 * `contains` on strings.
 */
export function readMappingTemplate(text: string): MappingTemplate {
  const template = parse(text);
  return ({ body, headers, requestId, requestTimeEpoch, authorizer }) => {
    const payload: unknown = body === '' ? {} : JSON.parse(body);
    const responseOverride: { status: number | null; header: Record<string, string> } = { status: null, header: {} };
    const rendered = new Compile(template, {
      escape: false,
      customMethodHandlers: [REPLACE_ALL, CONTAINS],
    }).render({
      input: {
        body,
        json: (path: string) => JSON.stringify(select(payload, path) ?? ''),
        path: (path: string) => select(payload, path),
        params: () => ({ header: { get: (name: string) => headers[name.toLowerCase()] ?? '' } }),
      },
      util: { escapeJavaScript, parseJson: (json: string) => JSON.parse(json) as unknown },
      context: { requestId, requestTimeEpoch, authorizer, responseOverride },
    });
    return { text: rendered.trim(), status: responseOverride.status, headers: responseOverride.header };
  };
}

type MethodCall = { property: string; context: unknown; params: unknown[] };

/** Java's takes a regular expression where JavaScript's takes a text. */
const REPLACE_ALL = {
  uid: 'java.lang.String.replaceAll',
  match: ({ property, context }: MethodCall) => property === 'replaceAll' && typeof context === 'string',
  resolve: ({ context, params }: MethodCall) =>
    String(context).replace(new RegExp(String(params[0]), 'g'), () => String(params[1])),
};

const CONTAINS = {
  uid: 'java.lang.String.contains',
  match: ({ property, context }: MethodCall) => property === 'contains' && typeof context === 'string',
  resolve: ({ context, params }: MethodCall) => String(context).includes(String(params[0])),
};

/** `$`, or `$.a.b`: all the paths that our templates use. */
function select(payload: unknown, path: string): unknown {
  if (!/^\$(\.\w+)*$/.test(path)) throw new Error(`this runtime does not read the path ${path}`);
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
      payload,
    );
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
};

/** As the gateway's: like Apache Commons, with `\'`, and everything outside ASCII as `\uXXXX`. */
function escapeJavaScript(text: unknown): string {
  return Array.from({ length: String(text).length }, (_, index) => {
    const character = String(text).charAt(index);
    const code = character.charCodeAt(0);
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    if (code >= 0x20 && code <= 0x7e) return character;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }).join('');
}
