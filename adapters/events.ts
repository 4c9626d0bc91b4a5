import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Events } from '../core/ports.ts';

/** The `source` of the service's own events, as its bus's rules know it. */
const SOURCE = 'scheduling-assistant';

/**
 * Events on a bus of EventBridge. The event's `type` is the detail type; the rest is the detail.
 *
 * @throws Error `emit`: the bus did not take the event. Asked again, it is emitted again.
 */
export function createEvents(
  busName: string,
  client: Pick<EventBridgeClient, 'send'> = new EventBridgeClient({ maxAttempts: 3 }),
): Events {
  return {
    async emit({ type, ...detail }) {
      const Entries = [{ EventBusName: busName, Source: SOURCE, DetailType: type, Detail: JSON.stringify(detail) }];
      const { FailedEntryCount, Entries: results } = await client.send(new PutEventsCommand({ Entries }));
      // One entry can fail within a call that succeeds.
      if (FailedEntryCount !== 0)
        throw new Error(`${type} was not taken: ${results?.[0]?.ErrorCode ?? 'no reason given'}`);
    },
  };
}
