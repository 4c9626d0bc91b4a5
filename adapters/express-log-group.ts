import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

/**
 * The lines that one execution of an Express state machine left in its log group, in whatever order they are delivered.
 *
 * @param execution The execution's ARN, or its name alone.
 * @throws the SDK's errors: no such group, or no permission to read it.
 */
export async function linesOfExecution(
  client: CloudWatchLogsClient,
  { logGroup, execution }: { logGroup: string; execution: string },
): Promise<string[]> {
  const arn = execution.startsWith('arn:') ? execution : `*:${execution}:*`;
  const lines: string[] = [];
  const pages = paginateFilterLogEvents(
    { client },
    { logGroupName: logGroup, filterPattern: `{ $.execution_arn = "${arn}" }` },
  );
  for await (const { events = [] } of pages) lines.push(...events.flatMap(({ message }) => message ?? []));
  return lines;
}

/** What may stand in a filter: an execution's ARN or name, and nothing that would end the pattern. */
export const isExecution = (text: string): boolean => /^(?:arn:[\w:/+=,.@-]{1,400}|[\w-]{1,80})$/.test(text);
