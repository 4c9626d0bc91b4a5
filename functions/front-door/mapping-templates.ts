import { readFileSync } from 'node:fs';

/** What the deployment puts into the templates. */
export type TemplateValues = {
  stateMachineArn: string;
  /** Origins that browsers may call from; `*` for any. */
  allowedOrigins: readonly string[];
};

export type MappingTemplates = {
  /** Body of `POST /api/chat` → StartSyncExecution's request. */
  request: string;
  /** StartSyncExecution's 200 → the HTTP answer. */
  response: string;
  /** StartSyncExecution's 4xx or 5xx → the HTTP answer. */
  notStarted: string;
};

/** The mapping templates of `POST /api/chat`, the same for the deployed gateway and the local one. */
export function mappingTemplates({ stateMachineArn, allowedOrigins }: TemplateValues): MappingTemplates {
  const read = (name: string) =>
    readFileSync(new URL(`./templates/${name}.vtl`, import.meta.url), 'utf8')
      .replaceAll('%StateMachineArn%', stateMachineArn)
      .replaceAll('%AllowedOrigins%', `,${allowedOrigins.join(',')},`);
  return { request: read('chat-request'), response: read('chat-response'), notStarted: read('chat-not-started') };
}
