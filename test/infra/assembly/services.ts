import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Services = {
  url: string;
  /** What was asked of services that this machine has no stand-in for, in order. */
  asked: { service: string; body: string }[];
  close(): Promise<void>;
};

/**
 * The services of AWS that the local runtime does without: Secrets Manager with one secret, EventBridge and Scheduler that
 * take what they are given, and a Bedrock that is down.
 */
export async function startServices(secret: string): Promise<Services> {
  const asked: Services['asked'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? request.url);
      asked.push({ service: target, body });
      const answer = (status: number, value: unknown, headers: Record<string, string> = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(value));
      };
      if (target.startsWith('secretsmanager.')) return answer(200, { SecretString: secret });
      if (target.startsWith('AWSEvents.')) return answer(200, { FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
      if (target.startsWith('/schedules/')) return answer(200, { ScheduleArn: 'arn:aws:scheduler:::schedule/a/b' });
      return answer(503, { message: 'down' }, { 'x-amzn-errortype': 'ServiceUnavailableException' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
